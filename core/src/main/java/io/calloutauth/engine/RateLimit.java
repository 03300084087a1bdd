package io.calloutauth.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Lets something happen once in a while, and so many times a minute. Thread-safe. */
final class RateLimit {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Duration spacing;
  private final int perMinute;
  private final Deque<Long> taken = new ArrayDeque<>();

  RateLimit(Duration spacing, int perMinute) {
    this.spacing = spacing;
    this.perMinute = perMinute;
  }

  /** Takes a place and returns zero, or returns how long there is none. */
  synchronized Duration take(long nowNanos) {
    Duration wait = left(nowNanos, 1);
    if (wait.isZero()) {
      taken.addLast(nowNanos);
    }
    return wait;
  }

  /** Gives back the place that was taken last. */
  synchronized void giveBack() {
    taken.pollLast();
  }

  /** Returns zero when so many places are free, or else how long they are not; takes none. */
  synchronized Duration left(long nowNanos, int places) {
    while (!taken.isEmpty() && nowNanos - taken.getFirst() >= MINUTE.toNanos()) {
      taken.removeFirst();
    }
    long wait = Math.max(spacingLeft(nowNanos), minuteLeft(nowNanos, places));
    return places == 0 || wait <= 0 ? Duration.ZERO : Duration.ofNanos(wait);
  }

  /** Tells whether it holds nobody up and would be the same as a new one. */
  synchronized boolean isIdle(long nowNanos) {
    return taken.isEmpty() || nowNanos - taken.getLast() >= MINUTE.toNanos();
  }

  private long spacingLeft(long nowNanos) {
    return taken.isEmpty() ? 0 : taken.getLast() + spacing.toNanos() - nowNanos;
  }

  private long minuteLeft(long nowNanos, int places) {
    int over = taken.size() + places - perMinute;
    return over <= 0
        ? 0
        : taken.stream().skip(over - 1L).findFirst().orElse(nowNanos) + MINUTE.toNanos() - nowNanos;
  }
}
