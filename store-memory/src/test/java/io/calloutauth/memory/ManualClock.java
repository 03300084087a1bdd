package io.calloutauth.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves only when it is told to. */
final class ManualClock implements InstantSource {

  private volatile Instant now = Instant.parse("2026-11-01T12:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves the clock; back, if the time is negative. */
  void advance(Duration time) {
    now = now.plus(time);
  }
}
