package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.admission.Bulkhead;
import io.calloutauth.admission.CommandLimits;
import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.endpoint.Origins;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.provider.Vault;
import io.calloutauth.schedule.FairExecutor;
import io.calloutauth.schedule.RetryQueue;
import io.calloutauth.schedule.World;
import io.calloutauth.schedule.World.BackgroundTasks;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.ScarceThreads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exchanges on a machine that cannot make a thread now: they fail, and the next one goes on. */
class ScarceThreadsTest {

  private static final ProviderKey KEY = new ProviderKey("acme", "p");

  private final ManualWorld time = new ManualWorld();
  private final ScarceThreads threads = new ScarceThreads();
  private final HttpTokenClient client =
      HttpTokenClient.builder(PublicEndpoints.builder().build()).build();
  private final Slot slot = slot(requests(threads));

  private Slot slot(TokenRequests requests) {
    ProviderEntry entry =
        new ProviderEntry(KEY, "CRM", 1, 1, false, null, Origins.ANY, Map.of(), "digest", 0, null);
    return new Slot(entry, time.world().clocks(), requests);
  }

  private TokenRequests requests(Executor threads) {
    World world = time.world();
    Duration deadline = Duration.ofSeconds(15);
    TokenListener listener = (provider, name, kind, note) -> {};
    Vault secrets = new Vault(SealingKeys.ephemeral());
    TokenVault vault = new TokenVault(secrets);
    Clients clients = new Clients(secrets, listener);
    MemoryStore store = MemoryStore.create(time.wallClock());
    SharedRows rows = new SharedRows(store.tokens(), vault, world.clocks());
    CommandLimits limits = new CommandLimits(world.clocks());
    FairExecutor reads = new FairExecutor(threads, 32, () -> {});
    ServerGateway servers = new ServerGateway(client, clients, limits, listener, deadline);
    Announcer announcer = new Announcer(listener);
    BackgroundTasks tasks = new BackgroundTasks(world.timer(), threads);
    RefreshAttempts refreshes =
        new RefreshAttempts(
            rows,
            servers,
            new RefreshTokens(vault, clients, world.random()),
            new RetryQueue<>(tasks),
            new UnstoredTokens(
                new ProviderEntry.Reader(store.providers(), PublicEndpoints.builder().build()),
                store.tokens(),
                servers,
                world.timer(),
                reads),
            announcer,
            world);
    Attempts attempts = new Attempts(rows, servers, announcer, world, refreshes);
    SharedRowReader reader = new SharedRowReader(rows, world.clocks(), threads, reads);
    return new TokenRequests(
        new RowReview(reader, vault, world, announcer, deadline),
        attempts,
        new Bulkhead(threads, world, deadline),
        world,
        new CacheInvalidation(
            new TenantCaches<>(world.clocks(), 10),
            store,
            PublicEndpoints.builder().build(),
            limits));
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void failWhoWaitsAndAreMadeAgainLater() {
    threads.failNext(1);

    CompletableFuture<TokenOutcome> first = slot.request();

    assertThat(first)
        .isCompletedWithValueMatching(
            outcome ->
                outcome instanceof TokenOutcome.Failed failed
                    && failed.failure().error() == TokenError.NODE_FAULT);
    time.pass(Duration.ofSeconds(1));
    assertThat(slot.request()).as("the store was asked").isCompletedWithValueMatching(this::isGone);
  }

  @Test
  void tellWhoWaitsAtTheEndAlsoForASlotThatNoCacheHolds() {
    TokenRequests requests = requests(task -> {});
    CompletableFuture<TokenOutcome> waiting = slot(requests).request();
    assertThat(waiting).isNotDone();

    requests.close();

    assertThat(waiting).isCompletedWithValue(TokenOutcome.Passing.CLOSED);
    assertThat(slot(requests).request()).isCompletedWithValue(TokenOutcome.Passing.CLOSED);
  }

  private boolean isGone(TokenOutcome outcome) {
    return outcome instanceof TokenOutcome.Blocked;
  }
}
