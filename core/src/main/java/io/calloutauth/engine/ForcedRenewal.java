package io.calloutauth.engine;

import java.time.Duration;

/**
 * The permit of a renewal that a receiver's 401 forces, out of a rate limiter. A renewal that fails
 * is not counted: the wait after it is the back-off alone. Thread-safe.
 */
final class ForcedRenewal implements Permit {

  private final RateLimit limit;
  private volatile boolean taken;

  ForcedRenewal(RateLimit limit) {
    this.limit = limit;
  }

  @Override
  public Duration take(long nowNanos) {
    Duration wait = limit.take(nowNanos);
    taken |= wait.isZero();
    return wait;
  }

  /** Gives the place back that a renewal took which failed; returns what it came to. */
  TokenOutcome settle(TokenOutcome outcome) {
    if (taken && outcome instanceof TokenOutcome.Failed) {
      taken = false;
      limit.giveBack();
    }
    return outcome;
  }
}
