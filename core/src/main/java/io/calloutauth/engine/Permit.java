package io.calloutauth.engine;

import java.time.Duration;

/** Says whether one more exchange may be started for a reason. */
interface Permit {

  /** Lets every exchange start. */
  Permit ALWAYS = nowNanos -> Duration.ZERO;

  /** Lets no exchange start: only what is there or under way serves. */
  Permit NEVER = nowNanos -> Duration.ofSeconds(1);

  /** Takes a place and returns zero, or returns how long there is none. */
  Duration take(long nowNanos);
}
