package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClocksTest {

  private static final long MILLISECOND = 1_000_000;

  private final AtomicLong millis = new AtomicLong(1_000);
  private final Clocks clocks = new Clocks(() -> Instant.ofEpochMilli(millis.get()), () -> 0L);

  @Test
  void readsTheWallClockOnceInAMillisecondForCallouts() {
    assertThat(clocks.millisAt(0)).isEqualTo(1_000);
    millis.set(9_000);

    assertThat(clocks.millisAt(MILLISECOND - 1)).isEqualTo(1_000);
    assertThat(clocks.millisAt(MILLISECOND)).isEqualTo(9_000);
    assertThat(clocks.millis()).isEqualTo(9_000);
  }

  @Test
  void takesTheWallClockAsItIsAlsoWhenItWasSetBack() {
    millis.set(500);

    assertThat(clocks.millisAt(MILLISECOND)).isEqualTo(500);
  }
}
