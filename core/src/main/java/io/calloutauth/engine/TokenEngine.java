package io.calloutauth.engine;

import io.calloutauth.admission.Bulkhead;
import io.calloutauth.admission.CommandExecutor;
import io.calloutauth.admission.CommandLimits;
import io.calloutauth.engine.Resealer.ResealWalk;
import io.calloutauth.engine.Revocable.Revocables;
import io.calloutauth.engine.TokenRevoker.RevokeCommand;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.schedule.FairExecutor;
import io.calloutauth.schedule.RetryQueue;
import io.calloutauth.schedule.World;
import io.calloutauth.schedule.World.BackgroundTasks;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of all tenants on this node. Thread-safe; no method blocks: what takes time runs on
 * threads of its own and comes as a stage.
 *
 * @param <C> what the front's callouts carry
 */
public final class TokenEngine<C extends RouteToken> implements AutoCloseable {

  private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);
  private static final Duration DROP_INTERVAL = Duration.ofMinutes(30);

  private final EngineThreads threads = new EngineThreads();
  private final World.Timer timer;
  private final TenantCaches<C> tenants;
  private final CommandLimits limits;
  private final ServerGateway servers;
  private final ChangeWatch watch;
  private final OwnWrites writes;
  private final RetryQueue<ProviderKey> heldWrites;
  private final TokenRequests requests;
  private final TokenCarrier<C> carrier;
  private final CacheLoader<C> loader;
  private final RevocationOutbox outbox;
  private final EndReminders reminders;
  private final Resealer resealer;
  private final CommandExecutor commandExecutor;
  private final Clocks clocks;
  private volatile Moment nextDrop;
  private final TokenCommands commands;

  /** Wires an engine's parts to one another. */
  TokenEngine(TokenEngineBuilder from, Function<RouteToken.Seed, C> credentials) {
    this.clocks = from.world.clocks();
    this.nextDrop = clocks.now().plus(DROP_INTERVAL);
    TokenVault vault = new TokenVault(from.vault);
    ProviderEntry.Reader providers = new ProviderEntry.Reader(from.store.providers(), from.policy);
    this.timer = from.world.timer();
    this.tenants = new TenantCaches<>(clocks, from.tokensHeld);
    this.limits = new CommandLimits(clocks);
    CacheInvalidation invalidation =
        new CacheInvalidation(tenants, from.store, from.policy, limits);
    BackgroundTasks tasks = new BackgroundTasks(timer, threads.reads().of(FairExecutor.ENGINE));
    this.watch = new ChangeWatch(from.store.changes(), clocks, tasks, invalidation, from.listener);
    this.writes = new OwnWrites(tenants, invalidation, watch, from.joinsTransaction);
    Clients clients = new Clients(from.vault, from.listener);
    this.servers =
        new ServerGateway(from.client, clients, limits, from.listener, from.requestDeadline);
    this.heldWrites = new RetryQueue<>(new BackgroundTasks(timer, threads.heldWrites()));
    RefreshTokens refreshTokens = new RefreshTokens(vault, clients, from.world.random());
    UnstoredTokens unstored =
        new UnstoredTokens(providers, from.store.tokens(), servers, timer, threads.takeBacks());
    this.requests = requests(from, vault, refreshTokens, unstored, invalidation);
    FillConfirmation fills = new FillConfirmation(watch, invalidation, timer, threads.reads());
    this.carrier = new TokenCarrier<>(credentials);
    this.loader = new CacheLoader<>(tenants, from.store.bindings(), providers, fills, requests);
    this.outbox =
        new RevocationOutbox(
            from.store.revocations(),
            new RevocationDelivery(providers, vault, servers),
            new BackgroundTasks(timer, threads.administration()),
            threads.takeBacks(),
            clocks,
            from.listener);
    this.reminders =
        new EndReminders(
            from.store,
            clocks,
            new BackgroundTasks(timer, threads.administration()),
            from.listener);
    this.resealer =
        new Resealer(
            () -> new ResealWalk(from.store.seals(), from.vault, from.listener),
            timer,
            threads.administration());
    this.commandExecutor =
        new CommandExecutor(threads.commands(), from.world, from.requestDeadline);
    this.commands = commands(from, vault, refreshTokens, unstored, providers);
    outbox.lookEachMinute();
    new KeepAlive(from.store.tokens(), loader, new BackgroundTasks(timer, threads.administration()))
        .lookEachMinute();
    reminders.lookEachHour();
    tasks.after(SWEEP_INTERVAL, () -> sweepIdle(tasks));
  }

  private TokenRequests requests(
      TokenEngineBuilder from,
      TokenVault vault,
      RefreshTokens refreshTokens,
      UnstoredTokens unstored,
      CacheInvalidation invalidation) {
    Announcer announcer = new Announcer(from.listener);
    SharedRows rows = new SharedRows(from.store.tokens(), vault, from.world.clocks());
    SharedRowReader reader =
        new SharedRowReader(rows, from.world.clocks(), threads.rows(), threads.reads());
    RefreshAttempts refreshes =
        new RefreshAttempts(
            rows, servers, refreshTokens, heldWrites, unstored, announcer, from.world);
    return new TokenRequests(
        new RowReview(reader, vault, from.world, announcer, from.requestDeadline),
        new Attempts(rows, servers, announcer, from.world, refreshes),
        new Bulkhead(threads.requests(), from.world, from.requestDeadline),
        from.world,
        invalidation);
  }

  private TokenCommands commands(
      TokenEngineBuilder from,
      TokenVault vault,
      RefreshTokens refreshTokens,
      UnstoredTokens unstored,
      ProviderEntry.Reader providers) {
    Function<ProviderEntry, Revocables> revocables =
        entry -> new Revocables(vault, refreshTokens, from.listener, from.world.clocks(), entry);
    TokenRevoker revoker = new TokenRevoker(from.store, providers, revocables, outbox, tenants);
    return new TokenCommands(
        loader,
        limits,
        new TokenTester(providers, commandExecutor, loader, servers),
        new RevokeCommand(revoker, commandExecutor, threads.revocations()),
        resealer,
        authorizations(from, vault, refreshTokens, unstored, providers),
        commandExecutor);
  }

  private AuthorizationCommand authorizations(
      TokenEngineBuilder from,
      TokenVault vault,
      RefreshTokens refreshTokens,
      UnstoredTokens unstored,
      ProviderEntry.Reader providers) {
    SharedRows rows = new SharedRows(from.store.tokens(), vault, from.world.clocks());
    return new AuthorizationCommand(
        from.store.authorizations(),
        providers,
        servers,
        vault,
        new AuthorizationWriter(
            providers, from.store.tokens(), rows, refreshTokens, tenants, unstored, from.world),
        from.world,
        new BackgroundTasks(timer, threads.administration()));
  }

  private void sweepIdle(BackgroundTasks tasks) {
    tasks.after(SWEEP_INTERVAL, () -> sweepIdle(tasks));
    tenants.sweepIdle();
    limits.sweep();
    dropIdleKeys();
  }

  /** Of a provider that is deleted, or has another certificate, none stays in memory for long. */
  private void dropIdleKeys() {
    Moment now = clocks.now();
    if (nextDrop.reached(now.nanos(), now.millis())) {
      nextDrop = now.plus(DROP_INTERVAL);
      servers.dropIdle();
    }
  }

  /** Returns the tokens of a tenant, of which nothing needs to be held. */
  public TenantTokens<C> tenant(String tenant) {
    return new TenantTokens<>(tenant, tenants, loader, carrier, threads.continuations());
  }

  /** Returns what administrators command. */
  public TokenCommands commands() {
    return commands;
  }

  /** Returns what the front attached to a tenant; null when there is nothing. */
  public @Nullable Object attachment(String tenant) {
    return tenants.attachment(tenant);
  }

  /** Attaches an object to a tenant, for as long as this node holds something of the tenant. */
  public void attach(String tenant, Object attachment) {
    tenants.attach(tenant, attachment);
  }

  /** Returns what hears of this node's own writes. */
  public OwnWrites writes() {
    return writes;
  }

  /** Returns what this engine is doing. */
  public Activity activity() {
    List<Activity.Failing> failing =
        tenants.all().stream()
            .flatMap(cache -> cache.slots().stream())
            .flatMap(TokenEngine::failing)
            .toList();
    int held = tenants.all().stream().mapToInt(TenantCache::size).sum();
    ChangeWatch.StoreState store = watch.state();
    return new Activity(
        requests.running(),
        requests.waiting() + heldWrites.size(),
        held,
        store.trouble(),
        store.since(),
        failing,
        reminders.soon());
  }

  private static Stream<Activity.Failing> failing(Slot slot) {
    return Stream.ofNullable(slot.backOff().failure())
        .map(why -> new Activity.Failing(slot.entry().key(), slot.entry().name(), why));
  }

  /**
   * Ends what is under way: who waits is told that the engine is closed. Threads end by themselves,
   * are not interrupted, and are not waited for: {@link #awaitEnd} does.
   */
  @Override
  public void close() {
    heldWrites.close();
    timer.close();
    tenants.close();
    resealer.close();
    outbox.close();
    threads.shutdown(); // first: what the client breaks off must not start over
    requests.close();
    servers.close();
    commandExecutor.close();
    loader.close();
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

  /**
   * What an engine is doing at a moment, on this node.
   *
   * @param running how many token requests run
   * @param waiting how many token requests wait for a place, or for the store to take what came
   * @param tokensHeld how many providers' tokens are held
   * @param storeTrouble what was wrong with the store when it was polled for changes last, or null
   * @param storeSince since when it has been so
   * @param failing the providers whose last token request on this node failed
   * @param endingSoon how many client certificates and secrets of each tenant end soon
   */
  public record Activity(
      int running,
      int waiting,
      int tokensHeld,
      StoreException.@Nullable Reason storeTrouble,
      Instant storeSince,
      List<Failing> failing,
      Map<String, Integer> endingSoon) {

    /** Copies what may change. */
    public Activity {
      failing = List.copyOf(failing);
      endingSoon = Map.copyOf(endingSoon);
    }

    /**
     * A provider whose last token request failed.
     *
     * @param provider the provider
     * @param name its name
     * @param failure why
     */
    public record Failing(ProviderKey provider, String name, TokenFailure failure) {}
  }
}
