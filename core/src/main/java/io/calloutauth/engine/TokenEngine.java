package io.calloutauth.engine;

import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of all tenants on this node. Thread-safe; no method blocks: what takes time runs on
 * threads of its own and comes as a stage.
 */
public final class TokenEngine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TokenEngine.class);
  private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);
  private static final int READ_THREADS = 16;
  private static final int ADMINISTRATION_THREADS = 16;
  private static final int THREADS = 64;
  private static final int CALLER_THREADS = 16;

  private final EngineParts parts;
  private final ExecutorService reads = EngineThreads.create("callout-auth-read", READ_THREADS);
  private final ExecutorService requestThreads =
      EngineThreads.create("callout-auth-engine", THREADS);
  private final ExecutorService administrationThreads =
      EngineThreads.create("callout-auth-administration", ADMINISTRATION_THREADS);
  private final ExecutorService callerThreads =
      EngineThreads.create("callout-auth-caller", CALLER_THREADS);
  private final ExecutorService deskThreads =
      EngineThreads.create("callout-auth-desk", CommandExecutor.PLACES);
  private final Bulkhead bulkhead;
  private final CommandExecutor desk;
  private final BiConsumer<Slot, InFlightTokenRequest> launch;
  private final TokenTester testing;
  private final TokenRevoker revoking;
  private final Resealer resealing;
  private final TenantCaches tenants;
  private final ChangeWatch watch;
  private final CacheEviction thrift;
  private final CacheLoader.Shared fills;
  private final CommandLimits commands;

  /**
   * Makes an engine. Before it is asked for anything, it only looks once a minute for revocations
   * that wait to be told, and for what is idle.
   */
  public TokenEngine(EngineParts parts) {
    this.parts = parts;
    this.tenants = new TenantCaches(parts, reads);
    this.commands = new CommandLimits(parts.clocks());
    this.bulkhead = new Bulkhead(requestThreads, parts.world(), parts.settings().requestDeadline());
    this.desk = new CommandExecutor(deskThreads, parts.world(), parts.settings().requestDeadline());
    this.launch = TokenRequests.of(parts, bulkhead, tenants)::begin;
    this.testing =
        new TokenTester(parts, desk, tenants, key -> tenant(key.tenant()).request(key.id()));
    RevocationOutbox offers =
        new RevocationOutbox(
            parts, new BackgroundTasks(parts.world().timer(), administrationThreads));
    this.revoking = new TokenRevoker(parts, offers);
    this.resealing = new Resealer(parts, administrationThreads);
    BackgroundTasks readErrands = new BackgroundTasks(parts.world().timer(), reads);
    this.watch = new ChangeWatch(parts.store().changes(), parts.clocks(), readErrands, tenants);
    this.thrift = new CacheEviction(tenants::all, parts.clocks(), parts.settings().tokensHeld());
    this.fills = new CacheLoader.Shared(parts, watch::start, this::slot, thrift::added);
    offers.lookEachMinute();
    readErrands.after(SWEEP_INTERVAL, () -> sweepIdle(readErrands));
  }

  private void sweepIdle(BackgroundTasks errands) {
    errands.after(SWEEP_INTERVAL, () -> sweepIdle(errands));
    tenants.sweepIdle(parts.settings().tokensHeld());
  }

  /** Returns the tokens of a tenant, of which nothing needs to be held. */
  public TenantTokens tenant(String tenant) {
    return new TenantTokens(tenant, tenants, fills, callerThreads);
  }

  /** Returns what the front attached to a tenant; null when there is nothing. */
  public @Nullable Object attachment(String tenant) {
    TenantCache holdings = tenants.find(tenant);
    return holdings == null ? null : holdings.attachment();
  }

  /** Attaches an object to a tenant, for as long as this node holds something of the tenant. */
  public void attach(String tenant, Object attachment) {
    TenantCache holdings = tenants.find(tenant);
    if (holdings != null) {
      holdings.attach(attachment);
    }
  }

  private Slot slot(ProviderEntry entry) {
    thrift.added();
    return new Slot(entry, parts.clocks(), launch);
  }

  /** Returns the limits of administrators' commands on this node. */
  public CommandLimits commands() {
    return commands;
  }

  /** Drops a provider's token everywhere, then tells the server. */
  public CompletableFuture<RevocationOutcome> revoke(ProviderKey key) {
    return on(
            administrationThreads,
            () -> revoking.drop(key, tenants::drop),
            () -> TokenRevoker.Rest.nothing(revocationClosed()))
        .thenCompose(rest -> told(key, rest));
  }

  private CompletableFuture<RevocationOutcome> told(ProviderKey key, TokenRevoker.Rest rest) {
    return rest.telling() == null
        ? CompletableFuture.completedFuture(rest.pending())
        : desk.serve(key.tenant(), rest.telling(), rest::pending, TokenEngine::revocationClosed);
  }

  /**
   * Tests a provider's token, which is fetched first when there is none.
   *
   * @param version the version that is to be tested; when another one is stored, the obstacle is
   *     {@link TokenOutcome.Passing#SUPERSEDED}: it was edited at this moment, or the edit is not
   *     committed
   */
  public CompletableFuture<TestOutcome> test(ProviderKey key, long version) {
    return testing.test(key, version);
  }

  /**
   * Goes through the whole chain with a client that is stored nowhere.
   *
   * @param typed whether its secret was typed just now: a kept one is sent in no other way than it
   *     was set for, where the server refuses the client
   */
  public CompletableFuture<TestOutcome> check(RegisteredClient client, boolean typed) {
    return testing.check(client, typed);
  }

  /** Seals whatever secret another key sealed with the first one, in all tenants. */
  public CompletableFuture<ResealOutcome> reseal() {
    return resealing.run();
  }

  /**
   * Hears that a provider was changed through this node. With the token dropped, the next use reads
   * what is committed.
   *
   * @param tokenDropped whether the change gave the provider a new token epoch
   */
  public void providerChanged(ProviderKey key, boolean tokenDropped) {
    if (tokenDropped) {
      tenants.drop(key);
    } else {
      react(new Change(key.tenant(), Kind.PROVIDER, key.id()));
    }
  }

  /** Hears that a provider was deleted through this node. */
  public void providerDeleted(ProviderKey key) {
    tenants.gone(key);
  }

  /** Hears that a notification's binding was changed through this node. */
  public void bindingChanged(String tenant, String notificationId) {
    tenants.changed(new Change(tenant, Kind.BINDING, notificationId));
  }

  /**
   * Hears that a binding was written through this node, in a transaction of the host's: until that
   * is committed, what is read of it serves for a second at most.
   *
   * @param providerId the provider it is bound to, or null when it is bound to none
   */
  public void bindingProposed(String tenant, String notificationId, @Nullable String providerId) {
    String bound = providerId == null ? "" : providerId;
    tenants.propose(tenant, held -> held.proposeBinding(notificationId, bound, parts.now()));
  }

  /**
   * Hears that a provider was written through this node, in a transaction of the host's: until that
   * is committed, what is read of it serves for a second at most.
   *
   * @param version its version since then; 0 when it was deleted
   */
  public void providerProposed(ProviderKey key, long version) {
    tenants.propose(key.tenant(), held -> held.proposeProvider(key.id(), version, parts.now()));
  }

  /** Hears that a tenant was purged through this node, in a transaction of the host's. */
  public void purgeProposed(String tenant) {
    tenants.propose(tenant, held -> held.proposePurge(parts.now()));
  }

  /** Hears that a tenant was purged through this node. */
  public void tenantPurged(String tenant) {
    tenants.changed(new Change(tenant, Kind.TENANT, ""));
  }

  private void react(Change change) {
    try {
      reads.execute(() -> reread(change));
    } catch (RejectedExecutionException closed) {
      LOG.trace("The engine is closed");
    } catch (RuntimeException | Error noThread) { // the change feed tells of it once more
      LOG.warn("A change is not read yet: {}", noThread.getClass().getName());
    }
  }

  /**
   * A store that does not answer now tells of the change once more when it is asked for changes.
   */
  private void reread(Change change) {
    try {
      tenants.changed(change);
    } catch (StoreException down) {
      LOG.debug("A change of provider {} is not read yet", change.subject(), down);
    }
  }

  /** Returns what this engine is doing. */
  public Activity activity() {
    List<Activity.Failing> failing = tenants.all().stream().flatMap(TenantCache::failing).toList();
    int held = tenants.all().stream().mapToInt(TenantCache::size).sum();
    ChangeWatch.StoreState store = watch.state();
    return new Activity(
        bulkhead.running(), bulkhead.waiting(), held, store.trouble(), store.since(), failing);
  }

  private static RevocationOutcome revocationClosed() {
    return RevocationOutcome.blocked(TokenOutcome.Passing.CLOSED);
  }

  private static <T> CompletableFuture<T> on(
      ExecutorService threads, Supplier<T> work, Supplier<T> closed) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      threads.execute(
          new EngineTask(() -> finish(result, work), () -> result.complete(closed.get())));
    } catch (RejectedExecutionException noThreads) {
      result.complete(closed.get());
    } catch (RuntimeException | Error noThread) { // the machine is short of them
      result.completeExceptionally(noThread);
    }
    return result;
  }

  private static <T> void finish(CompletableFuture<T> result, Supplier<T> work) {
    try {
      result.complete(work.get());
    } catch (RuntimeException | Error broken) {
      result.completeExceptionally(broken);
    }
  }

  /**
   * Ends what is under way: who waits is told that the engine is closed. Does not wait for threads
   * to end.
   */
  @Override
  public void close() {
    parts.world().timer().close();
    tenants.close();
    resealing.close();
    parts.client().close();
    requestThreads.shutdownNow();
    deskThreads.shutdownNow();
    desk.close();
    EngineTask.end(administrationThreads);
    tenants.closeReads(); // before the interrupt makes up another reason
    reads.shutdownNow();
    tenants.closeReads(); // and who came in between
    callerThreads.shutdown(); // what was handed to callers by now still reaches them
  }
}
