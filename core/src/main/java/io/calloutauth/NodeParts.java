package io.calloutauth;

import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.engine.TokenEngine;
import io.calloutauth.engine.World;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.Vault;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Store;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What all tenants of one built object share.
 *
 * @param store keeps providers, bindings and token rows
 * @param engine holds tokens
 * @param vault seals and opens
 * @param policy says which endpoints may be used
 * @param events bring what happens to the listener
 * @param queue is where token events wait
 * @param world time and chance
 * @param settings what the host set
 * @param shutdown ends all of it
 */
record NodeParts(
    Store store,
    TokenEngine<BearerCredentials> engine,
    Vault vault,
    EndpointPolicy policy,
    Events events,
    EventQueue queue,
    World world,
    Settings settings,
    NodeShutdown shutdown) {

  /**
   * What the host set.
   *
   * @param maxWait how long a callout waits for a token
   * @param requestDeadline how long a token request may take
   * @param providersPerTenant how many providers a tenant may have
   * @param disclosure whether tokens may be handed to the host
   */
  record Settings(
      Duration maxWait, Duration requestDeadline, int providersPerTenant, boolean disclosure) {}

  /** Returns what tells the listeners of one actor's doings in a tenant. */
  Events.Actor actor(String tenant, @Nullable String actor) {
    return events.actor(tenant, actor, id -> name(tenant, id));
  }

  /** Returns a provider's name; empty when this node does not hold the provider. */
  String name(String tenant, ProviderId id) {
    return engine.commands().findName(new ProviderKey(tenant, id.key()));
  }

  /** Returns what turns the engine's outcomes in a tenant into exceptions. */
  OutcomeExceptions exceptions(String tenant) {
    return new OutcomeExceptions(id -> name(tenant, id));
  }

  /** Returns what tells the engine of writes. */
  WrittenChanges changes() {
    return new WrittenChanges(store, engine.writes());
  }

  TokenStatuses statuses() {
    return new TokenStatuses(world.clocks().wall(), engine);
  }

  /**
   * Returns how long an administrator waits: for a place and a token request, and for a second
   * request after it.
   */
  Duration administratorsMaxWait() {
    return settings.requestDeadline().multipliedBy(3);
  }

  void close() {
    shutdown.run();
  }
}
