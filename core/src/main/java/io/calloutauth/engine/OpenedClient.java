package io.calloutauth.engine;

import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.TokenFailure;
import org.jspecify.annotations.Nullable;

/**
 * A provider's client with its secret opened, or what stands in the way: exactly one of the two is
 * there.
 */
final class OpenedClient {

  private final @Nullable RegisteredClient client;
  private final @Nullable TokenOutcome obstacle;
  private final @Nullable TokenFailure failure;

  private OpenedClient(
      @Nullable RegisteredClient client,
      @Nullable TokenOutcome obstacle,
      @Nullable TokenFailure failure) {
    this.client = client;
    this.obstacle = obstacle;
    this.failure = failure;
  }

  static OpenedClient of(RegisteredClient client) {
    return new OpenedClient(client, null, null);
  }

  /**
   * Returns what there is when something stands in the way.
   *
   * @param obstacle what whoever asked is told
   * @param failure how it counts among failures
   */
  static OpenedClient blocked(TokenOutcome obstacle, TokenFailure failure) {
    return new OpenedClient(null, obstacle, failure);
  }

  /** Returns the client, or null when there is an obstacle. */
  @Nullable RegisteredClient client() {
    return client;
  }

  /** Returns what stands in the way, or null when nothing does. */
  @Nullable TokenOutcome obstacle() {
    return obstacle;
  }

  /** Returns how the obstacle counts among failures, or null when there is none. */
  @Nullable TokenFailure failure() {
    return failure;
  }

  @Override
  public String toString() {
    return obstacle == null ? "OpenedClient[open]" : "OpenedClient[" + obstacle + "]";
  }
}
