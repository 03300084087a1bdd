package io.calloutauth.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ClocksTest {

  private static final long MILLISECOND = 1_000_000;
  private static final int CALLS = 10_000;
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

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

  @Test
  void readsTheWallClockAfreshForWhoComesWhileAnotherReadsIt() {
    AtomicReference<Clocks> asked = new AtomicReference<>();
    Deque<Long> seen = new ArrayDeque<>();
    Clocks slow =
        new Clocks(
            () -> {
              long now = millis.getAndAdd(1_000);
              if (asked.get() != null && now == 2_000) {
                seen.add(asked.get().millisAt(2 * MILLISECOND));
              }
              return Instant.ofEpochMilli(now);
            },
            () -> 0L);
    asked.set(slow);

    assertThat(slow.millisAt(MILLISECOND)).isEqualTo(2_000);
    assertThat(seen).containsExactly(3_000L);
    assertThat(slow.millisAt(2 * MILLISECOND)).isEqualTo(4_000);
  }

  @Test
  void allocatesNothingHoweverSeldomItIsAsked() {
    Clocks machine = new Clocks(InstantSource.system(), () -> 0L);
    askOnceInAMillisecond(machine, 0); // classes are loaded by then

    long before = THREADS.getCurrentThreadAllocatedBytes();
    askOnceInAMillisecond(machine, CALLS);

    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(CALLS);
  }

  private static void askOnceInAMillisecond(Clocks machine, int from) {
    for (int i = from + 1; i <= from + CALLS; i++) {
      machine.millisAt(i * MILLISECOND);
    }
  }
}
