package io.calloutauth.schedule;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The two clocks that the life of a token is measured by: a wall clock that may be set, and a
 * monotonic one that may stand still while the machine sleeps. Thread-safe as far as its sources
 * are.
 */
public final class Clocks {

  /** As finely as the wall clock is read anyway. */
  private static final long MILLISECOND = 1_000_000;

  private final InstantSource wall;
  private final LongSupplier nanos;
  private final Moment start;

  /**
   * What the wall clock showed when it was read last, and what the monotonic one had shown before
   * that.
   *
   * <p>Whoever reads {@code readNanos} and then {@code readMillis} never gets a wall time that was
   * read before the monotonic clock showed those nanos. One thread at a time writes: it reads the
   * wall clock, then writes the millis, then the nanos that it had been given earlier. So a reader
   * that sees its nanos sees its millis, or those of a later writer, who read the wall clock later
   * still.
   */
  private volatile long readMillis;

  private volatile long readNanos;
  private final AtomicBoolean writing = new AtomicBoolean();

  /** Makes clocks from their sources. */
  public Clocks(InstantSource wall, LongSupplier nanos) {
    this.wall = Objects.requireNonNull(wall, "wall");
    this.nanos = Objects.requireNonNull(nanos, "nanos");
    this.readNanos = nanos.getAsLong();
    this.readMillis = wall.millis();
    this.start = new Moment(readNanos, readMillis);
  }

  /** Returns the clocks of this machine. */
  public static Clocks system() {
    return new Clocks(InstantSource.system(), System::nanoTime);
  }

  /** Returns when these clocks were made: one moment in the past for all who need no other. */
  public Moment start() {
    return start;
  }

  /** Returns the moment that both clocks show now. */
  public Moment now() {
    return new Moment(nanos(), millis());
  }

  /** Returns the wall clock. */
  public InstantSource wall() {
    return wall;
  }

  /** Returns the wall clock's time in milliseconds since 1970. */
  public long millis() {
    return wall.millis();
  }

  /**
   * Returns the wall clock's time in milliseconds, as it was when the monotonic clock showed less
   * than a millisecond before now: for callouts that follow each other fast, to whom reading both
   * clocks would be most of what they cost. A caller holds what it is given for longer than that.
   * Allocates nothing, and waits for no other thread.
   *
   * @param nowNanos what the monotonic clock shows
   */
  public long millisAt(long nowNanos) {
    return nowNanos - readNanos < MILLISECOND ? readMillis : readAt(nowNanos);
  }

  private long readAt(long nowNanos) {
    if (!writing.compareAndSet(false, true)) {
      return millis();
    }
    try {
      long now = millis();
      readMillis = now;
      readNanos = nowNanos;
      return now;
    } finally {
      writing.set(false);
    }
  }

  /** Returns the monotonic clock's time in nanoseconds, counted from nowhere in particular. */
  public long nanos() {
    return nanos.getAsLong();
  }

  /**
   * A moment on both clocks.
   *
   * @param nanos by the monotonic clock
   * @param millis by the wall clock
   */
  public record Moment(long nanos, long millis) {

    /** Returns the moment that lies a while after this one. */
    public Moment plus(Duration duration) {
      return new Moment(nanos + duration.toNanos(), millis + duration.toMillis());
    }

    /** Returns the moment that lies a while before this one. */
    public Moment minus(Duration duration) {
      return plus(duration.negated());
    }

    /**
     * Tells whether either clock has reached this moment: the one that is further on decides.
     * Allocates nothing.
     */
    public boolean reached(long nowNanos, long nowMillis) {
      return reached(nanos, millis, nowNanos, nowMillis);
    }

    /** Tells the same of a moment that is kept as its two numbers. */
    public static boolean reached(long nanos, long millis, long nowNanos, long nowMillis) {
      return nowNanos - nanos >= 0 || nowMillis >= millis;
    }

    /** Returns how long ago an earlier moment was by the clock that went further. */
    public Duration since(Moment earlier) {
      long wall = Duration.ofMillis(millis - earlier.millis).toNanos();
      return Duration.ofNanos(Math.max(0, Math.max(nanos - earlier.nanos, wall)));
    }

    /** Returns how long it is until either clock reaches this moment; zero when one has. */
    public Duration until(Moment now) {
      long left = Math.min(nanos - now.nanos, Duration.ofMillis(millis - now.millis).toNanos());
      return Duration.ofNanos(Math.max(0, left));
    }

    /** Tells whether this moment comes after another on the monotonic clock. */
    public boolean isAfter(Moment other) {
      return nanos - other.nanos > 0;
    }
  }
}
