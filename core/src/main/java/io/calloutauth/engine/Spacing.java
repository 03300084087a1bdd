package io.calloutauth.engine;

import java.time.Duration;

/** Lets one thing after another happen, a while apart. Not thread-safe. */
final class Spacing {

  private final Clocks clocks;
  private final Duration apart;
  private Moment next;

  Spacing(Clocks clocks, Duration apart) {
    this.clocks = clocks;
    this.apart = apart;
    this.next = clocks.now();
  }

  /** Tells whether the next may happen now. */
  boolean isNext() {
    return next.reached(clocks.nanos(), clocks.millis());
  }

  /** Notes that it happens; the next may a while later. */
  void take() {
    next = clocks.now().plus(apart);
  }

  /** Returns how long it is until the next may happen; zero when it may. */
  Duration untilNext() {
    return next.until(clocks.now());
  }
}
