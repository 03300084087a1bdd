package io.calloutauth.jdk;

import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of a request's time ({@link java.net.http.HttpRequest#timeout()}), which covers the wait
 * for a token and all attempts. Immutable and thread-safe.
 */
final class RequestDeadline {

  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final LongSupplier nanos;
  private final long start;
  private final @Nullable Duration timeout;

  private RequestDeadline(@Nullable Duration timeout, LongSupplier nanos) {
    this.timeout = timeout != null && timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  /**
   * Starts a request's time.
   *
   * @param timeout how long it may take, or null: as long as it likes
   * @param nanos gives the time, as {@link System#nanoTime()} does
   */
  static RequestDeadline start(@Nullable Duration timeout, LongSupplier nanos) {
    return new RequestDeadline(timeout, nanos);
  }

  /** Returns what is left, zero when it is over; empty where the time has no end. */
  Optional<Duration> remaining() {
    return Optional.ofNullable(timeout).map(this::remainingOf);
  }

  private Duration remainingOf(Duration all) {
    Duration left = all.minusNanos(nanos.getAsLong() - start);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Returns whether the time is over. */
  boolean over() {
    return remaining().filter(Duration::isZero).isPresent();
  }

  /** Returns what a caller gets when the time is over before the request could be sent. */
  static HttpTimeoutException timedOut() {
    return new HttpTimeoutException("the request timed out before the callout could be sent");
  }
}
