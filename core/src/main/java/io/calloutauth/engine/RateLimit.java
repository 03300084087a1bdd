package io.calloutauth.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets something happen once in a while, and so many times a minute. Thread-safe. */
final class RateLimit {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Duration spacing;
  private final int perMinute;
  private final Deque<Long> taken = new ArrayDeque<>(1); // there are thousands

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

  /** Says whether one more token request may be started for a reason. */
  interface Permit {

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

  /**
   * The rate limiters of one provider's token requests out of turn and of its tests, on this node.
   * Thread-safe.
   */
  static final class ProviderLimits {

    private final RateLimit commands = new RateLimit(Duration.ofSeconds(5), 10);
    private final RateLimit suspicions = new RateLimit(Duration.ofSeconds(30), 2);
    private final RateLimit tests = new RateLimit(Duration.ZERO, 10);

    /** Tells whether they hold nobody up and would be the same as new ones. */
    boolean areIdle(long nowNanos) {
      return commands.isIdle(nowNanos) && suspicions.isIdle(nowNanos) && tests.isIdle(nowNanos);
    }

    /** Returns the limit of tests, and of checks of an edit. */
    RateLimit tests() {
      return tests;
    }

    /** Returns the limit of what an administrator asks for. */
    RateLimit commands() {
      return commands;
    }

    /** Returns the limit of what receivers' 401s ask for. */
    RateLimit suspicions() {
      return suspicions;
    }
  }
}
