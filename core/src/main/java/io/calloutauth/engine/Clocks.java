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

  private final InstantSource wall;
  private final LongSupplier nanos;

  /** Makes clocks from their sources. */
  public Clocks(InstantSource wall, LongSupplier nanos) {
    this.wall = Objects.requireNonNull(wall, "wall");
    this.nanos = Objects.requireNonNull(nanos, "nanos");
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

  /** Returns the monotonic clock's time in nanoseconds, counted from nowhere in particular. */
  public long nanos() {
    return nanos.getAsLong();
  }
}
