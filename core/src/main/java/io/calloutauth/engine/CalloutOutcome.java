package io.calloutauth.engine;

import org.jspecify.annotations.Nullable;

/**
 * What asking for a callout's token came to: exactly one of credentials and obstacle is there.
 *
 * @param <C> what callouts carry
 */
public final class CalloutOutcome<C> {

  private final @Nullable C credentials;
  private final @Nullable TokenOutcome obstacle;

  private CalloutOutcome(@Nullable C credentials, @Nullable TokenOutcome obstacle) {
    this.credentials = credentials;
    this.obstacle = obstacle;
  }

  static <C> CalloutOutcome<C> of(C credentials) {
    return new CalloutOutcome<>(credentials, null);
  }

  static <C> CalloutOutcome<C> none(TokenOutcome obstacle) {
    return new CalloutOutcome<>(null, obstacle);
  }

  /** Returns what the callout carries, or null when there is nothing. */
  public @Nullable C credentials() {
    return credentials;
  }

  /** Returns why there is nothing to carry, or null when there is. */
  public @Nullable TokenOutcome obstacle() {
    return obstacle;
  }

  @Override
  public String toString() {
    return "CalloutOutcome[" + (obstacle == null ? "credentials" : obstacle) + "]";
  }
}
