package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Waits for what another thread is about to do. */
public final class Eventually {

  private static final int TRIES = 2_000;
  private static final int SOON = 20;
  private static final int LOOKS_OF_A_MINUTE = 50;

  private Eventually() {}

  /**
   * Waits while a minute of a node's time passes every quarter of a second, in all less than a
   * token lives: the node's threads get time to do what fell due.
   */
  static void holdsWithinMinutesOf(Node node, BooleanSupplier condition) {
    AtomicInteger looks = new AtomicInteger();
    holds(
        () -> {
          if (looks.getAndIncrement() % LOOKS_OF_A_MINUTE == 0) {
            node.pass(Duration.ofMinutes(1));
          }
          return condition.getAsBoolean();
        });
  }

  /** Looks every few milliseconds whether a condition holds; fails the test after 10 seconds. */
  public static void holds(BooleanSupplier condition) {
    CountDownLatch never = new CountDownLatch(1);
    boolean held = condition.getAsBoolean();
    try {
      for (int i = 0; i < TRIES && !held; i++) {
        held = never.await(i < SOON ? 1 : 5, TimeUnit.MILLISECONDS) || condition.getAsBoolean();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    assertThat(held).as("what is waited for").isTrue();
  }
}
