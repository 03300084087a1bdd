package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.calloutauth.admission.CommandLimits;
import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.endpoint.Origins;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.Vault;
import io.calloutauth.schedule.FairExecutor;
import io.calloutauth.schedule.WorkerThreads.AwaitedTask;
import io.calloutauth.schedule.World;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.RecordedLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A token that was not stored, and that a node which is closed cannot take back, is told of. */
class TakeBackAtTheEndTest {

  private static final String TOKEN = "LEAK";

  private final World world = new ManualWorld().world();
  private final Deque<Runnable> given = new ArrayDeque<>();
  private final HttpTokenClient client =
      HttpTokenClient.builder(PublicEndpoints.builder().build()).build();

  @AfterEach
  void close() {
    client.close();
  }

  private UnstoredTokens tokens(Executor threads) {
    TokenListener listener = (provider, name, kind, note) -> {};
    MemoryStore store = MemoryStore.create();
    ServerGateway servers =
        new ServerGateway(
            client,
            new Clients(new Vault(SealingKeys.ephemeral()), listener),
            new CommandLimits(world.clocks()),
            listener,
            Duration.ofSeconds(15));
    return new UnstoredTokens(
        new ProviderEntry.Reader(store.providers(), PublicEndpoints.builder().build()),
        store.tokens(),
        servers,
        world.timer(),
        new FairExecutor(threads, 16, () -> {}));
  }

  private static void takeBack(UnstoredTokens tokens) {
    ProviderEntry entry =
        new ProviderEntry(
            new ProviderKey("acme", "p1"),
            "CRM",
            1,
            1,
            false,
            null,
            Origins.ANY,
            Map.of(),
            "digest",
            0,
            null);
    IssuedToken token = IssuedToken.builder(Secret.of(TOKEN), Duration.ofHours(1)).build();
    tokens.takeBack(entry, token, null);
  }

  private static List<String> warnings(Runnable use) {
    return RecordedLog.of("io.calloutauth", Level.WARN, use);
  }

  @Test
  void whereThereAreNoThreadsAnyMore() {
    Executor closed =
        task -> {
          throw new RejectedExecutionException();
        };

    assertThat(warnings(() -> takeBack(tokens(closed))))
        .singleElement()
        .asString()
        .contains("p1", "not told of a revocation", "closed")
        .doesNotContain(TOKEN);
  }

  @Test
  void whereTheThreadsAreShutDownBeforeItsTurn() {
    takeBack(tokens(given::add));
    AwaitedTask task = (AwaitedTask) given.remove();

    assertThat(
            warnings(
                () -> {
                  task.abandoned().run();
                  task.run();
                }))
        .singleElement()
        .asString()
        .contains("p1", "closed");
  }

  @Test
  void notWhereItWasTakenBackByThen() {
    takeBack(tokens(given::add));
    AwaitedTask task = (AwaitedTask) given.remove();

    assertThat(
            warnings(
                () -> {
                  task.run();
                  task.abandoned().run();
                }))
        .noneMatch(line -> line.contains("closed"));
  }
}
