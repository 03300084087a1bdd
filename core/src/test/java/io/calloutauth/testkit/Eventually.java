package io.calloutauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what another thread is about to do. */
public final class Eventually {

  private static final int TRIES = 2_400;
  private static final int SOON = 20;
  private static final int LATE = 2_000;

  private Eventually() {}

  /** Looks every few milliseconds whether a condition holds; fails the test after 30 seconds. */
  public static void holds(BooleanSupplier condition) {
    CountDownLatch never = new CountDownLatch(1);
    boolean held = condition.getAsBoolean();
    try {
      for (int i = 0; i < TRIES && !held; i++) {
        int pause = i < SOON ? 1 : i < LATE ? 5 : 50;
        held = never.await(pause, TimeUnit.MILLISECONDS) || condition.getAsBoolean();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    assertThat(held).as("what is waited for").isTrue();
  }
}
