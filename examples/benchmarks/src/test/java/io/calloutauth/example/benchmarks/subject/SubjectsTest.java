package io.calloutauth.example.benchmarks.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.example.benchmarks.loopback.Reply;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every peer is set up as its users would set it up: it fetches once, and serves that. */
class SubjectsTest {

  private final TokenEndpoint endpoint = new TokenEndpoint();
  private final Map<String, String> headers = new HashMap<>();

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FLOOR", "BARE_FUTURE"})
  void fetchesOneTokenForEachProviderAndServesItToEachOfItsNotifications(Subjects who) {
    try (Subject subject = who.open(new Setting(endpoint.uri(), 6, 2, Duration.ofSeconds(15)))) {
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 6; i++) {
          subject.authenticate(Setting.notification(i), headers::put);
          assertThat(headers.get("Authorization")).startsWith("Bearer opaque-token");
        }
      }
    }
    assertThat(endpoint.requests()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FLOOR")
  void tellsThatThereIsNoToken(Subjects who) {
    endpoint.answer(() -> Reply.failure(Duration.ZERO));
    try (Subject subject = who.open(Setting.single(endpoint.uri()))) {
      assertThatThrownBy(() -> subject.authenticate(Setting.notification(0), headers::put))
          .isInstanceOf(RuntimeException.class);
    }
    assertThat(headers).isEmpty();
    assertThat(endpoint.requests()).isPositive();
  }
}
