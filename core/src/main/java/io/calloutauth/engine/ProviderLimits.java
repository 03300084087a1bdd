package io.calloutauth.engine;

import java.time.Duration;

/**
 * How often token requests for one provider may be started out of turn, on this node. Thread-safe.
 */
final class ProviderLimits {

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

  /** Returns the permit for what an administrator asks for. */
  Permit commands() {
    return commands::take;
  }

  /** Returns the permit for what a receiver's 401 asks for. */
  Permit suspicions() {
    return suspicions::take;
  }
}
