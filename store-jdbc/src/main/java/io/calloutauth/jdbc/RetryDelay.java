package io.calloutauth.jdbc;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Waits before something is tried again. */
@FunctionalInterface
interface RetryDelay {

  /**
   * Waits.
   *
   * @param attempt how many tries have failed; at least 1
   */
  void after(int attempt);

  /**
   * Returns pauses that are twice as long each time, and another time for each of those that failed
   * together: between half and all of it. An interrupted thread does not wait.
   */
  static RetryDelay doubling(Duration first, Duration most) {
    return attempt -> {
      long nanos = Math.min(first.toNanos() << Math.min(attempt - 1, 20), most.toNanos());
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(nanos / 2, nanos));
    };
  }
}
