package io.calloutauth.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadRosterTest {

  private static final long LONG = TimeUnit.SECONDS.toNanos(30);

  private final ThreadRoster roster = new ThreadRoster();

  @Test
  void waitsForATaskThatWasTakenOnAndHasNotBegun() throws InterruptedException {
    roster.expect();
    assertThat(roster.awaitEnd(1)).isNotPositive();

    Thread late = new Thread(() -> roster.whileListed(() -> {}));
    late.start();

    assertThat(roster.awaitEnd(LONG)).isPositive();
    late.join();
  }

  @Test
  void waitsForNoTaskThatDoesNotCome() throws InterruptedException {
    roster.expect();
    roster.expectNoMore();

    assertThat(roster.awaitEnd(LONG)).isPositive();
  }

  @Test
  void doesNotWaitForTheThreadThatAsks() throws InterruptedException {
    long[] left = new long[1];
    Thread asks =
        roster
            .daemons("asks")
            .newThread(
                () -> {
                  try {
                    left[0] = roster.awaitEnd(LONG);
                  } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                  }
                });
    asks.start();
    asks.join();

    assertThat(left[0]).isPositive();
  }
}
