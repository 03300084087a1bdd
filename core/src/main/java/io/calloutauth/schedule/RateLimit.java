package io.calloutauth.schedule;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A rate limiter: lets something happen once in a while, and so many times a minute. Thread-safe.
 */
public final class RateLimit {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Duration spacing;
  private final int perMinute;
  private final Deque<Long> taken = new ArrayDeque<>(1); // there are thousands

  /**
   * Makes a rate limiter that holds nobody up yet.
   *
   * @param spacing how long there is no place after one that was taken
   * @param perMinute how many places there are in a minute
   */
  public RateLimit(Duration spacing, int perMinute) {
    this.spacing = spacing;
    this.perMinute = perMinute;
  }

  /** Takes a place and returns zero, or returns how long there is none. */
  public synchronized Duration take(long nowNanos) {
    Duration wait = left(nowNanos, 1);
    if (wait.isZero()) {
      taken.addLast(nowNanos);
    }
    return wait;
  }

  /** Gives back the place that was taken last. */
  public synchronized void giveBack() {
    taken.pollLast();
  }

  /** Returns zero when so many places are free, or else how long they are not; takes none. */
  public synchronized Duration left(long nowNanos, int places) {
    while (!taken.isEmpty() && nowNanos - taken.getFirst() >= MINUTE.toNanos()) {
      taken.removeFirst();
    }
    long wait = Math.max(spacingLeft(nowNanos), minuteLeft(nowNanos, places));
    return places == 0 || wait <= 0 ? Duration.ZERO : Duration.ofNanos(wait);
  }

  /** Tells whether it holds nobody up and would be the same as a new one. */
  public synchronized boolean isIdle(long nowNanos) {
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

  /** Says whether one more token request may be started for a reason. */
  public interface Permit {

    /** Lets every token request start. */
    Permit ALWAYS = nowNanos -> Duration.ZERO;

    /** Lets no token request start: only what is there or under way serves. */
    Permit NEVER = nowNanos -> Duration.ofSeconds(1);

    /** Returns a permit that asks another one until it is granted, and then stays granted. */
    static Permit once(Permit permit) {
      AtomicBoolean granted = new AtomicBoolean();
      return nowNanos -> {
        Duration wait = granted.get() ? Duration.ZERO : permit.take(nowNanos);
        granted.compareAndSet(false, wait.isZero());
        return wait;
      };
    }

    /** Returns a permit that asks another one too, once this one is granted. */
    default Permit and(Permit other) {
      return nowNanos -> {
        Duration wait = take(nowNanos);
        return wait.isZero() ? other.take(nowNanos) : wait;
      };
    }

    /** Takes a place and returns zero, or returns how long there is none. */
    Duration take(long nowNanos);
  }
}
