package io.calloutauth.jdbc;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The databases' clock, which no test can set: time passes there as it does. */
final class DatabaseTime {

  private DatabaseTime() {}

  /** Waits until at least as much time has passed, counted in the databases' milliseconds. */
  static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos() + Duration.ofMillis(2).toNanos();
    for (long left = 1; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
