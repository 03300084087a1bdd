package io.calloutauth;

import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.client.TokenClient;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.engine.OwnWrites;
import io.calloutauth.engine.TenantTokens;
import io.calloutauth.engine.TokenEngine;
import io.calloutauth.engine.TokenEngineBuilder;
import io.calloutauth.history.History;
import io.calloutauth.history.HistoryRecorder;
import io.calloutauth.provider.DraftFiller;
import io.calloutauth.provider.ProviderEditor;
import io.calloutauth.provider.Vault;
import io.calloutauth.schedule.World;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.seal.SecretCipher;
import io.calloutauth.store.Identifiers;
import io.calloutauth.store.KeyCheckedStore;
import io.calloutauth.store.Store;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The factory of tenants' ways in: holds what all tenants of one built object share, and gives each
 * class of the front what it needs of that. Thread-safe.
 */
final class TenantFactory {

  private final Store store;
  private final Vault vault;
  private final EndpointPolicy policy;
  private final World world;
  private final Duration maxWait;
  private final Duration administratorsMaxWait;
  private final Duration testsMaxWait;
  private final int providersPerTenant;
  private final boolean disclosure;
  private final EventQueue queue;
  private final ProposedChanges proposed;
  private final HistoryRecorder history;
  private final Events events;
  private final TokenEngine<BearerCredentials> engine;
  private final NodeShutdown shutdown;

  /**
   * Makes what a host has set work together. Blocks while the store checks itself.
   *
   * @throws StoreUnavailableException when it cannot be used
   */
  static TenantFactory of(CalloutAuthBuilder from) {
    return StoreCalls.call(() -> new TenantFactory(from));
  }

  private TenantFactory(CalloutAuthBuilder from) {
    this.world = from.world == null ? World.system() : from.world;
    this.policy = from.policy == null ? PublicEndpoints.builder().build() : from.policy;
    this.maxWait = from.maxWait;
    this.administratorsMaxWait = from.requestTimeout.multipliedBy(3); // a place, and two requests
    this.testsMaxWait = from.requestTimeout.multipliedBy(4); // a place, and three requests
    this.providersPerTenant = from.providersPerTenant;
    this.disclosure = from.disclosure;
    this.store = KeyCheckedStore.over(new StoreGate(from.store));
    this.vault = new Vault(cipher(from, store));
    store.check();
    AllTenants.StoreSealing.warnOfMissing(store.seals(), vault.keyIds());
    this.queue = new EventQueue(from.listeners);
    this.proposed = new ProposedChanges(store, queue, world.clocks());
    StoreGate gate = new StoreGate(store);
    this.history = new HistoryRecorder(gate.committed().history(), from.history, world);
    this.events = new Events(from, queue, world.clocks(), proposed, history);
    this.engine =
        new TokenEngineBuilder(gate, client(from), policy, vault)
            .world(world)
            .listener(events)
            .requestDeadline(from.requestTimeout)
            .tokensHeld(from.tokensHeld)
            .build(BearerCredentials::new);
    this.shutdown = new NodeShutdown(engine, queue, history, gate, from.longestClose);
  }

  private static SecretCipher cipher(CalloutAuthBuilder from, Store store) {
    if (from.cipher != null) {
      return from.cipher;
    }
    if (store.durable()) {
      throw new IllegalStateException(
          "a durable store needs sealing keys that outlive the process: call"
              + " cipher(SealingKeys.parse(...))");
    }
    return SealingKeys.ephemeral();
  }

  private TokenClient client(CalloutAuthBuilder from) {
    if (from.client != null) {
      return from.client;
    }
    HttpTokenClient.Builder builder =
        HttpTokenClient.builder(policy)
            .connectTimeout(from.connectTimeout)
            .clock(world.clocks().wall())
            .nanos(world.clocks()::nanos);
    return from.trust == null ? builder.build() : builder.trust(from.trust).build();
  }

  TenantProviders providers(String tenant, Events.Actor actor) {
    ProviderEditor editor = new ProviderEditor(vault, policy, world.clocks().wall(), tenant);
    ProviderWriter writer =
        new ProviderWriter(store, writes(), providersPerTenant, world.clocks().wall());
    ProviderLists lists = new ProviderLists(store.providers(), statuses(), tenant);
    CommandLimit limit = limit(tenant);
    DryRun dryRun = new DryRun(limit, engine.commands(), store.tokens(), testsMaxWait);
    return new TenantProviders(actor, editor, writer, lists, dryRun, limit);
  }

  Discovery discovery(String tenant) {
    return new TenantDiscovery(
        engine.commands(), new DraftFiller(policy, tenant), tenant, administratorsMaxWait);
  }

  Notifications notifications(String tenant, Events.Actor actor) {
    return new TenantNotifications(tenant, actor, store, writes());
  }

  History history(String tenant) {
    return new TenantCalloutAuth.StoredHistory(tenant, store.history());
  }

  TokenManager tokens(String tenant, Events.Actor actor) {
    TenantTokenManager.Waits waits =
        new TenantTokenManager.Waits(
            administratorsMaxWait, testsMaxWait, disclosure ? maxWait : null);
    return new TenantTokenManager(
        actor, store, limit(tenant), new Targets(tenant, policy), statuses(), waits);
  }

  Authorizations authorizations(String tenant, Events.Actor actor) {
    return new TenantAuthorizations(actor, store, policy, limit(tenant), administratorsMaxWait);
  }

  CalloutAuthenticator callouts(String tenant) {
    TenantTokens<BearerCredentials> tokens = engine.tenant(tenant);
    return new TenantAuthenticator(
        new Targets(tenant, policy),
        tokens,
        new ResponseReview(tokens, actor(tenant, null)),
        limit(tenant).exceptions(),
        actor(tenant, null),
        new Waiting(world.timer(), maxWait));
  }

  Sealing sealing() {
    return new AllTenants.StoreSealing(store.seals(), engine.commands());
  }

  /** Looks at the node, for one tenant or for all. */
  Health health(@Nullable String tenant) {
    List<String> relaxations = tenant == null ? policy.relaxations() : policy.relaxations(tenant);
    return new Health(
        vault.keyIds(),
        relaxations,
        engine.activity(),
        new Health.Backlog(queue.dropped(), history.dropped(), history.waiting()),
        tenant);
  }

  /** Returns what tells the listeners of one actor's doings in a tenant. */
  Events.Actor actor(String tenant, @Nullable String actor) {
    return events.actor(tenant, actor, limit(tenant)::name);
  }

  /** Returns what hears of writes. */
  OwnWrites writes() {
    return engine.writes();
  }

  private TokenStatuses statuses() {
    return new TokenStatuses(world.clocks().wall(), engine.commands());
  }

  private CommandLimit limit(String tenant) {
    return new CommandLimit(tenant, engine.commands());
  }

  /** Returns the store that all tenants share. */
  Store store() {
    return store;
  }

  /** Returns a tenant's way in for nobody, as long as this node holds something of the tenant. */
  CalloutAuth tenant(String tenant) {
    CalloutAuth known = (CalloutAuth) engine.attachment(tenant);
    if (known != null) {
      return known;
    }
    CalloutAuth made = TenantCalloutAuth.among(this, Identifiers.tenant(tenant));
    engine.attach(tenant, made);
    return made;
  }

  void close() {
    shutdown.run();
    proposed.close();
  }
}
