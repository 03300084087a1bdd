package io.calloutauth.engine;

import java.time.Duration;

/** How often exchanges for one provider may be started out of turn, on this node. Thread-safe. */
final class ProviderLimits {

  private final RateLimit commands = new RateLimit(Duration.ofSeconds(5), 10);
  private final RateLimit suspicions = new RateLimit(Duration.ofSeconds(30), 2);

  /** Returns the permit for what an administrator asks for. */
  Permit commands() {
    return commands::take;
  }

  /** Returns the permit for what a receiver's 401 asks for. */
  Permit suspicions() {
    return suspicions::take;
  }
}
