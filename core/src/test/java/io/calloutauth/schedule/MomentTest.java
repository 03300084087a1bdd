package io.calloutauth.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.schedule.Clocks.Moment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MomentTest {

  private static final Moment MOMENT = new Moment(Long.MAX_VALUE - 5, 1_000);

  @Test
  void isReachedByEitherClock() {
    assertThat(MOMENT.reached(Long.MAX_VALUE - 6, 999)).isFalse();
    assertThat(MOMENT.reached(Long.MAX_VALUE - 5, 999)).isTrue();
    assertThat(MOMENT.reached(Long.MAX_VALUE - 6, 1_000)).isTrue();
  }

  @Test
  void isReachedByAMonotonicClockThatOverflowed() {
    assertThat(MOMENT.reached(Long.MIN_VALUE, 0)).isTrue();
    assertThat(MOMENT.plus(Duration.ofNanos(10)).reached(Long.MAX_VALUE, 0)).isFalse();
  }

  @Test
  void isAsFarAwayAsTheClockThatIsNearerToIt() {
    Moment moment = new Moment(2_000_000_000L, 5_000);

    assertThat(moment.until(new Moment(0, 0))).isEqualTo(Duration.ofSeconds(2));
    assertThat(moment.until(new Moment(500_000_000L, 0))).isEqualTo(Duration.ofMillis(1_500));
    assertThat(moment.until(new Moment(0, 4_000))).isEqualTo(Duration.ofSeconds(1));
    assertThat(moment.until(new Moment(0, 6_000))).isEqualTo(Duration.ZERO);
  }

  @Test
  void comesAfterAnEarlierMomentOnly() {
    Moment next = MOMENT.plus(Duration.ofNanos(10));

    assertThat(next.isAfter(MOMENT)).as("although the clock overflowed between").isTrue();
    assertThat(MOMENT.isAfter(next)).isFalse();
    assertThat(MOMENT.isAfter(MOMENT)).isFalse();
  }
}
