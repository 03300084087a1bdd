package io.calloutauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TenantPlacesTest {

  private final TenantPlaces places = new TenantPlaces(2);

  private boolean take(String tenant) throws InterruptedException {
    return places.take(tenant, Duration.ZERO);
  }

  @Test
  void eachTenantHasItsOwn() throws Exception {
    assertThat(take("acme")).isTrue();
    assertThat(take("acme")).isTrue();
    assertThat(take("acme")).isFalse();
    assertThat(take("globex")).isTrue();

    places.leave("acme");

    assertThat(take("acme")).isTrue();
    assertThat(take("acme")).isFalse();
  }

  @Test
  void nothingIsKeptOfATenantThatHoldsNone() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      assertThat(take("tenant-" + i)).isTrue();
    }
    assertThat(take("tenant-0")).isTrue();
    assertThat(take("tenant-0")).isFalse();
    assertThat(places.tenants()).isEqualTo(1_000);

    for (int i = 0; i < 1_000; i++) {
      places.leave("tenant-" + i);
    }
    assertThat(places.tenants()).isEqualTo(1);

    places.leave("tenant-0");
    assertThat(places.tenants()).isZero();
  }
}
