package io.calloutauth.engine;

import io.calloutauth.client.TokenClient;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.engine.Clocks.Moment;
import io.calloutauth.provider.Vault;
import io.calloutauth.store.Store;
import java.time.Duration;

/**
 * What an engine is built from.
 *
 * @param store keeps what nodes share; taken as {@linkplain Store#committed() committed}
 * @param client talks to authorization servers; closed with the engine
 * @param policy says which endpoints may be used
 * @param vault seals and opens
 * @param world time and chance; its timer is closed with the engine
 * @param listener hears what becomes of tokens
 * @param settings what the host set
 */
public record EngineParts(
    Store store,
    TokenClient client,
    EndpointPolicy policy,
    Vault vault,
    World world,
    TokenListener listener,
    Settings settings) {

  /** Sees to it that no part of the engine meets a transaction of the host's. */
  public EngineParts {
    store = store.committed();
  }

  Clocks clocks() {
    return world.clocks();
  }

  Moment now() {
    return world.clocks().now();
  }

  /**
   * What a host may set of the engine.
   *
   * @param requestDeadline how long a token request may take, waiting for a place included
   * @param tokensHeld how many providers' tokens are held in memory at most
   */
  public record Settings(Duration requestDeadline, int tokensHeld) {}
}
