package io.calloutauth.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestDeadlineTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void countsDownToZeroAcrossAnOverflowOfTheClock() {
    RequestDeadline deadline = start(Duration.ofNanos(100));
    assertThat(deadline.remaining()).contains(Duration.ofNanos(100));

    nanos.addAndGet(99);
    assertThat(deadline.remaining()).contains(Duration.ofNanos(1));
    assertThat(deadline.over()).isFalse();

    nanos.addAndGet(1);
    assertThat(deadline.over()).isTrue();

    nanos.addAndGet(50);
    assertThat(deadline.remaining()).contains(Duration.ZERO);
  }

  @Test
  void neverEndsWithoutATimeout() {
    RequestDeadline deadline = RequestDeadline.start(null, nanos::get);
    nanos.addAndGet(Long.MAX_VALUE / 2);

    assertThat(deadline.remaining()).isEmpty();
    assertThat(deadline.over()).isFalse();
  }

  @Test
  void acceptsTheLongestTimeout() {
    RequestDeadline deadline = start(Duration.ofSeconds(Long.MAX_VALUE));

    assertThat(deadline.remaining().orElseThrow().toNanos()).isPositive();
  }

  private RequestDeadline start(Duration timeout) {
    return RequestDeadline.start(timeout, nanos::get);
  }
}
