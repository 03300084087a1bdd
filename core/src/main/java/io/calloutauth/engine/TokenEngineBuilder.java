package io.calloutauth.engine;

import io.calloutauth.client.TokenClient;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.provider.Vault;
import io.calloutauth.schedule.World;
import io.calloutauth.store.Store;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Builds engines. What is not set has a default that serves. Not thread-safe. */
public final class TokenEngineBuilder {

  final Store store;
  final BooleanSupplier joinsTransaction;
  final TokenClient client;
  final EndpointPolicy policy;
  final Vault vault;
  World world = World.system();
  TokenListener listener = (provider, name, kind, note) -> {};
  Duration requestDeadline = Duration.ofSeconds(15);
  int tokensHeld = 100_000;

  /**
   * Begins an engine.
   *
   * @param store keeps what nodes share; taken as {@linkplain Store#committed() committed}, so that
   *     nothing of the engine meets a transaction of the host's, and asked whether a thread's
   *     writes join one
   * @param client talks to authorization servers; closed with the engine
   * @param policy says which endpoints may be used
   * @param vault seals and opens
   */
  public TokenEngineBuilder(Store store, TokenClient client, EndpointPolicy policy, Vault vault) {
    this.store = store.committed();
    this.joinsTransaction = store::joinsTransaction;
    this.client = Objects.requireNonNull(client, "client");
    this.policy = Objects.requireNonNull(policy, "policy");
    this.vault = Objects.requireNonNull(vault, "vault");
  }

  /** Sets time and chance, whose timer is closed with the engine; this machine's unless set. */
  public TokenEngineBuilder world(World world) {
    this.world = Objects.requireNonNull(world, "world");
    return this;
  }

  /** Sets who hears what becomes of tokens; nobody does unless set. */
  public TokenEngineBuilder listener(TokenListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Sets how long a token request may take, waiting for a place included; 15 seconds unless set.
   */
  public TokenEngineBuilder requestDeadline(Duration deadline) {
    this.requestDeadline = Objects.requireNonNull(deadline, "deadline");
    return this;
  }

  /** Sets how many providers' tokens are held in memory at most; 100,000 unless set. */
  public TokenEngineBuilder tokensHeld(int most) {
    this.tokensHeld = most;
    return this;
  }

  /**
   * Makes the engine. Before it is asked for anything, it only looks once a minute for revocations
   * that wait to be told, and for what is idle, and once an hour for credentials that end.
   *
   * @param credentials makes what the front's callouts carry
   */
  public <C extends RouteToken> TokenEngine<C> build(Function<RouteToken.Seed, C> credentials) {
    return new TokenEngine<>(this, credentials);
  }
}
