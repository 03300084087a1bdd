package io.calloutauth.engine;

import java.time.Duration;

/**
 * A moment on both clocks.
 *
 * @param nanos by the monotonic clock
 * @param millis by the wall clock
 */
record Moment(long nanos, long millis) {

  /** Returns the moment that lies a while after this one. */
  Moment plus(Duration duration) {
    return new Moment(nanos + duration.toNanos(), millis + duration.toMillis());
  }

  /** Returns the moment that lies a while before this one. */
  Moment minus(Duration duration) {
    return plus(duration.negated());
  }

  /**
   * Tells whether either clock has reached this moment: the one that is further on decides.
   * Allocates nothing.
   */
  boolean reached(long nowNanos, long nowMillis) {
    return reached(nanos, millis, nowNanos, nowMillis);
  }

  /** Tells the same of a moment that is kept as its two numbers. */
  static boolean reached(long nanos, long millis, long nowNanos, long nowMillis) {
    return nowNanos - nanos >= 0 || nowMillis >= millis;
  }

  /** Returns how long it is until either clock reaches this moment; zero when one has. */
  Duration until(Moment now) {
    long left = Math.min(nanos - now.nanos, Duration.ofMillis(millis - now.millis).toNanos());
    return Duration.ofNanos(Math.max(0, left));
  }

  /** Tells whether this moment comes after another on the monotonic clock. */
  boolean isAfter(Moment other) {
    return nanos - other.nanos > 0;
  }
}
