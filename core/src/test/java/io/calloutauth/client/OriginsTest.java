package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.Origin;
import io.calloutauth.endpoint.Origins;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class OriginsTest {

  private static final URI API = URI.create("https://api.example.com/orders");
  private static final Origins LISTED =
      Origins.parse("https://api.example.com https://www.example.com:8443");

  @Test
  void areReadAsTheyAreWritten() {
    assertThat(Origins.parse("*")).isSameAs(Origins.ANY).hasToString("*");
    assertThat(Origins.parse("")).isSameAs(Origins.NONE).hasToString("");
    assertThat(LISTED).hasToString("https://api.example.com https://www.example.com:8443");
    assertThat(Origins.parse(LISTED.toString())).isEqualTo(LISTED).hasSameHashCodeAs(LISTED);
  }

  @Test
  void coverTheTargetsThatAreOfOneOfThem() {
    assertThat(Origins.ANY.covers(API)).isTrue();
    assertThat(Origins.NONE.covers(API)).isFalse();
    assertThat(LISTED.covers(API)).isTrue();
    assertThat(LISTED.covers(URI.create("https://www.example.com/"))).isFalse();
  }

  @Test
  void containAnyOnlyWhenTheyAreAny() {
    assertThat(Origins.ANY.containsAll(Origins.ANY)).isTrue();
    assertThat(Origins.ANY.containsAll(LISTED)).isTrue();
    assertThat(LISTED.containsAll(Origins.ANY)).isFalse();
    assertThat(Origins.NONE.containsAll(Origins.ANY)).isFalse();
    assertThat(LISTED.containsAll(Origins.NONE)).isTrue();
  }

  @Test
  void containTheListsThatAreNoLongerThanTheirs() {
    Origins one = Origins.of(List.of(Origin.of(API), Origin.of(API)));

    assertThat(one.list()).hasSize(1);
    assertThat(LISTED.containsAll(one)).isTrue();
    assertThat(one.containsAll(LISTED)).isFalse();
    assertThat(LISTED.contains(Origin.of(API))).isTrue();
    assertThat(Origins.NONE.contains(Origin.of(API))).isFalse();
  }
}
