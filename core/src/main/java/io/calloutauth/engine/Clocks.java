package io.calloutauth.engine;

import java.time.InstantSource;
import java.util.Objects;
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

  /** A racy cache: whoever sees an older one reads the clock once more. */
  private Moment read;

  /** Makes clocks from their sources. */
  public Clocks(InstantSource wall, LongSupplier nanos) {
    this.wall = Objects.requireNonNull(wall, "wall");
    this.nanos = Objects.requireNonNull(nanos, "nanos");
    this.read = new Moment(nanos.getAsLong(), wall.millis());
  }

  /** Returns the clocks of this machine. */
  public static Clocks system() {
    return new Clocks(InstantSource.system(), System::nanoTime);
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
   *
   * @param nowNanos what the monotonic clock shows
   */
  long millisAt(long nowNanos) {
    Moment last = read;
    if (nowNanos - last.nanos() < MILLISECOND) {
      return last.millis();
    }
    Moment now = new Moment(nowNanos, millis());
    read = now;
    return now.millis();
  }

  /** Returns the monotonic clock's time in nanoseconds, counted from nowhere in particular. */
  public long nanos() {
    return nanos.getAsLong();
  }
}
