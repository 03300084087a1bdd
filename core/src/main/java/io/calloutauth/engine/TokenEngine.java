package io.calloutauth.engine;

import io.calloutauth.engine.CacheLoader.SlotFactory;
import io.calloutauth.engine.Resealer.ResealWalk;
import io.calloutauth.engine.Revocable.Revocables;
import io.calloutauth.engine.World.BackgroundTasks;
import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.ProviderKey;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of all tenants on this node. Thread-safe; no method blocks: what takes time runs on
 * threads of its own and comes as a stage.
 *
 * @param <C> what the front's callouts carry
 */
public final class TokenEngine<C extends RouteToken> implements AutoCloseable {

  private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);

  private final EngineParts parts;
  private final EngineThreads threads = new EngineThreads();
  private final Bulkhead bulkhead;
  private final SharedRowReader rowReader;
  private final TokenRequests requests;
  private final CommandExecutor commandExecutor;
  private final Resealer resealer;
  private final RevocationOutbox outbox;
  private final TenantCaches<C> tenants;
  private final CommandLimits limits;
  private final CacheInvalidation invalidation;
  private final ChangeWatch watch;
  private final OwnWrites writes;
  private final CacheLoader<C> loader;
  private final RouteTokens<C> carrier;
  private final TokenCommands commands;

  /**
   * Makes an engine. Before it is asked for anything, it only looks once a minute for revocations
   * that wait to be told, and for what is idle.
   *
   * @param credentials makes what the front's callouts carry
   */
  public TokenEngine(EngineParts parts, Function<RouteToken.Seed, C> credentials) {
    this.parts = parts;
    this.carrier = new RouteTokens<>(credentials);
    this.tenants = new TenantCaches<>(parts.clocks(), threads.reads());
    this.limits = new CommandLimits(parts.clocks());
    this.invalidation = new CacheInvalidation(tenants, parts.store(), parts.policy(), limits);
    BackgroundTasks readTasks =
        new BackgroundTasks(parts.world().timer(), threads.reads().of(FairExecutor.ENGINE));
    this.watch = new ChangeWatch(parts.store().changes(), parts.clocks(), readTasks, invalidation);
    this.writes = new OwnWrites(tenants, invalidation, watch, threads.reads());
    Duration deadline = parts.settings().requestDeadline();
    this.bulkhead = new Bulkhead(threads.requests(), parts.world(), deadline);
    Clients clients = new Clients(parts.vault(), parts.listener());
    TokenPresenter presenter = new TokenPresenter(parts.client(), clients, deadline);
    TokenFetch fetch =
        new TokenFetch(parts.client(), clients, presenter, limits, tenants::isClosed);
    SharedRows rows =
        new SharedRows(parts.store().tokens(), parts.vault(), parts.world(), parts.listener());
    this.rowReader = new SharedRowReader(rows, parts.clocks(), threads.rows(), threads.reads());
    this.requests =
        new TokenRequests(
            new RowReview(rowReader, rows, parts.clocks()),
            new Attempts(rows, fetch, new Announcer(parts.listener()), parts.world(), deadline),
            bulkhead,
            parts.world(),
            invalidation);
    CacheEviction eviction =
        new CacheEviction(tenants::all, parts.clocks(), parts.settings().tokensHeld());
    FillConfirmation fills =
        new FillConfirmation(watch, invalidation, parts.world().timer(), threads.reads());
    SlotFactory slots = new SlotFactory(parts.clocks(), requests, eviction);
    this.loader = new CacheLoader<>(tenants, parts.store(), parts.policy(), fills, slots);
    this.commandExecutor = new CommandExecutor(threads.commands(), parts.world(), deadline);
    this.resealer =
        new Resealer(
            () -> new ResealWalk(parts.store().seals(), parts.vault(), parts.listener()),
            parts.world().timer(),
            threads.administration());
    this.outbox =
        new RevocationOutbox(
            parts, presenter, new BackgroundTasks(parts.world().timer(), threads.administration()));
    TokenVault vault = new TokenVault(parts.vault());
    Function<ProviderEntry, Revocables> revocables =
        row -> new Revocables(vault, parts.listener(), parts.clocks(), row);
    TokenRevoker revoker = new TokenRevoker(parts.store(), parts.policy(), revocables, outbox);
    this.commands =
        new TokenCommands(
            loader,
            limits,
            new TokenTester(parts, commandExecutor, loader, presenter),
            new RevokeCommand(revoker, tenants, commandExecutor, threads.administration()),
            resealer);
    outbox.lookEachMinute();
    readTasks.after(SWEEP_INTERVAL, () -> sweepIdle(readTasks));
  }

  private void sweepIdle(BackgroundTasks errands) {
    errands.after(SWEEP_INTERVAL, () -> sweepIdle(errands));
    tenants.sweepIdle(parts.settings().tokensHeld());
    limits.sweep();
  }

  /** Returns the tokens of a tenant, of which nothing needs to be held. */
  public TenantTokens<C> tenant(String tenant) {
    return new TenantTokens<>(tenant, tenants, loader, carrier, threads.callers());
  }

  /** Returns what administrators command. */
  public TokenCommands commands() {
    return commands;
  }

  /** Returns what the front attached to a tenant; null when there is nothing. */
  public @Nullable Object attachment(String tenant) {
    TenantCache<C> cache = tenants.find(tenant);
    return cache == null ? null : cache.attachment();
  }

  /** Attaches an object to a tenant, for as long as this node holds something of the tenant. */
  public void attach(String tenant, Object attachment) {
    TenantCache<C> cache = tenants.find(tenant);
    if (cache != null) {
      cache.attach(attachment);
    }
  }

  /**
   * Hears that a provider was changed through this node. With the token dropped, the next use reads
   * what is committed.
   *
   * @param tokenDropped whether the change gave the provider a new token epoch
   */
  public void providerChanged(ProviderKey key, boolean tokenDropped) {
    writes.providerChanged(key, tokenDropped);
  }

  /** Hears that a provider was deleted through this node. */
  public void providerDeleted(ProviderKey key) {
    invalidation.forget(key);
  }

  /** Hears that a notification's binding was changed through this node. */
  public void bindingChanged(String tenant, String notificationId) {
    invalidation.changed(new Change(tenant, Kind.BINDING, notificationId));
  }

  /**
   * Hears that a binding was written through this node, in a transaction of the host's: until that
   * is committed, what is read of it serves for a second at most.
   *
   * @param providerId the provider it is bound to, or null when it is bound to none
   */
  public void bindingProposed(String tenant, String notificationId, @Nullable String providerId) {
    tenants.proposeBinding(tenant, notificationId, providerId == null ? "" : providerId);
  }

  /**
   * Hears that a provider was written through this node, in a transaction of the host's: until that
   * is committed, what is read of it serves for a second at most.
   *
   * @param version its version since then; 0 when it was deleted
   */
  public void providerProposed(ProviderKey key, long version) {
    tenants.proposeProvider(key, version);
  }

  /** Hears that a tenant was purged through this node, in a transaction of the host's. */
  public void purgeProposed(String tenant) {
    tenants.proposePurge(tenant);
  }

  /** Hears that a tenant was purged through this node. */
  public void tenantPurged(String tenant) {
    invalidation.changed(new Change(tenant, Kind.TENANT, ""));
  }

  /** Returns what this engine is doing. */
  public Activity activity() {
    List<Activity.Failing> failing = tenants.all().stream().flatMap(TenantCache::failing).toList();
    int held = tenants.all().stream().mapToInt(TenantCache::size).sum();
    ChangeWatch.StoreState store = watch.state();
    int running = rowReader.underWay() + bulkhead.running();
    return new Activity(running, bulkhead.waiting(), held, store.trouble(), store.since(), failing);
  }

  /**
   * Ends what is under way: who waits is told that the engine is closed. Threads end by themselves,
   * are not interrupted, and are not waited for: {@link #awaitEnd} does.
   */
  @Override
  public void close() {
    parts.world().timer().close();
    tenants.close();
    resealer.close();
    outbox.close();
    threads.shutdown(); // first: what the client breaks off must not start over
    requests.close();
    parts.client().close();
    commandExecutor.close();
    tenants.closeReads();
  }

  /**
   * Waits until this closed engine's threads are gone, but not for the one that asks.
   *
   * @param nanos how long to wait at most, in nanoseconds
   * @return what is left of that; not positive when a thread is still inside foreign code
   */
  public long awaitEnd(long nanos) throws InterruptedException {
    return threads.awaitEnd(nanos);
  }
}
