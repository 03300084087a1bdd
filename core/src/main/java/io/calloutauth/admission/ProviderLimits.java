package io.calloutauth.admission;

import io.calloutauth.schedule.RateLimit;
import java.time.Duration;

/**
 * The rate limiters of one provider's token requests out of turn and of its tests, on this node.
 * Thread-safe.
 */
public final class ProviderLimits {

  private final RateLimit commands = new RateLimit(Duration.ofSeconds(5), 10);
  private final RateLimit suspicions = new RateLimit(Duration.ofSeconds(30), 2);
  private final RateLimit tests = new RateLimit(Duration.ZERO, 10);

  /** Tells whether they hold nobody up and would be the same as new ones. */
  public boolean areIdle(long nowNanos) {
    return commands.isIdle(nowNanos) && suspicions.isIdle(nowNanos) && tests.isIdle(nowNanos);
  }

  /** Returns the limit of tests, and of checks of an edit. */
  public RateLimit tests() {
    return tests;
  }

  /** Returns the limit of what an administrator asks for. */
  public RateLimit commands() {
    return commands;
  }

  /** Returns the limit of what receivers' 401s ask for. */
  public RateLimit suspicions() {
    return suspicions;
  }
}
