package io.calloutauth.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.schedule.RateLimit.Permit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private final RateLimit limit = new RateLimit(Duration.ofSeconds(5), 3);

  private Duration takeAt(long seconds) {
    return limit.take(Duration.ofSeconds(seconds).toNanos() - Long.MAX_VALUE);
  }

  @Test
  void lessensTheWaitAsTimePasses() {
    assertThat(takeAt(0)).isZero();
    assertThat(takeAt(1)).isEqualTo(Duration.ofSeconds(4));
    assertThat(takeAt(4)).isEqualTo(Duration.ofSeconds(1));
    assertThat(takeAt(5)).isZero();
  }

  @Test
  void letsSoManyThroughInAMinute() {
    assertThat(takeAt(0)).isZero();
    assertThat(takeAt(10)).isZero();
    assertThat(takeAt(20)).isZero();
    assertThat(takeAt(30)).isEqualTo(Duration.ofSeconds(30));
    assertThat(takeAt(60)).isZero();
    assertThat(takeAt(65)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void isAskedOnceByAPermitThatIsGranted() {
    Permit permit = Permit.once(limit::take);
    assertThat(permit.take(0)).isZero();

    assertThat(permit.take(1)).isZero();
    assertThat(limit.take(1)).isPositive();
  }
}
