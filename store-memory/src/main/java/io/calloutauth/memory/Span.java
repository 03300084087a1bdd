package io.calloutauth.memory;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time on a clock that may step back.
 *
 * @param from when it began
 * @param length how long it is
 */
record Span(Instant from, Duration length) {

  /** How far ahead of now a span may begin to count as one that runs. */
  private static final Duration MOST_AHEAD = Duration.ofSeconds(5);

  /** A span that is over. */
  static final Span NONE = new Span(Instant.EPOCH, Duration.ZERO);

  /** Returns how long ago an instant was; zero when the clock says that it is still to come. */
  static Duration since(Instant from, Instant now) {
    Duration age = Duration.between(from, now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  /**
   * Returns how much of it is left; never more than its length. One that the clock stepped back far
   * behind is over: it would begin anew with each look.
   */
  Duration left(Instant now) {
    if (Duration.between(now, from).compareTo(MOST_AHEAD) > 0) {
      return Duration.ZERO;
    }
    Duration left = length.minus(since(from, now));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Returns whether nothing of it is left. */
  boolean isOver(Instant now) {
    return left(now).isZero();
  }

  /** Returns whether it is not over; a span that the clock stepped back behind is. */
  boolean runs(Instant now) {
    return !now.isBefore(from) && !left(now).isZero();
  }
}
