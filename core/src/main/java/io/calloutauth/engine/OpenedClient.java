package io.calloutauth.engine;

import io.calloutauth.client.RegisteredClient;
import org.jspecify.annotations.Nullable;

/**
 * A provider's client with its secret opened, or what stands in the way: exactly one of the two is
 * there.
 */
public final class OpenedClient {

  private final @Nullable RegisteredClient client;
  private final @Nullable TokenOutcome obstacle;

  private OpenedClient(@Nullable RegisteredClient client, @Nullable TokenOutcome obstacle) {
    this.client = client;
    this.obstacle = obstacle;
  }

  static OpenedClient of(RegisteredClient client) {
    return new OpenedClient(client, null);
  }

  static OpenedClient blocked(TokenOutcome obstacle) {
    return new OpenedClient(null, obstacle);
  }

  /** Returns the client, or null when there is an obstacle. */
  public @Nullable RegisteredClient client() {
    return client;
  }

  /** Returns what stands in the way, or null when nothing does. */
  public @Nullable TokenOutcome obstacle() {
    return obstacle;
  }

  @Override
  public String toString() {
    return obstacle == null ? "OpenedClient[open]" : "OpenedClient[" + obstacle + "]";
  }
}
