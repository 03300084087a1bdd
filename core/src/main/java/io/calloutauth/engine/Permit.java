package io.calloutauth.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

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
