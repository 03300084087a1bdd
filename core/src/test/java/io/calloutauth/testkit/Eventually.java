package io.calloutauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what another thread is about to do. */
public final class Eventually {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int SOON = 20;
  private static final int LATE = 2_000;

  private Eventually() {}

  /** Looks every few milliseconds whether a condition holds; fails the test after 30 seconds. */
  public static void holds(BooleanSupplier condition) {
    holds(LIMIT, condition);
  }

  /** Does so for another time than 30 seconds; what looking takes does not count. */
  public static void holds(Duration limit, BooleanSupplier condition) {
    CountDownLatch never = new CountDownLatch(1);
    boolean held = condition.getAsBoolean();
    try {
      long paused = 0;
      for (int i = 0; !held && paused < limit.toMillis(); i++) {
        int pause = i < SOON ? 1 : i < LATE ? 5 : 50;
        paused += pause;
        held = never.await(pause, TimeUnit.MILLISECONDS) || condition.getAsBoolean();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    assertThat(held).as("what is waited for").isTrue();
  }
}
