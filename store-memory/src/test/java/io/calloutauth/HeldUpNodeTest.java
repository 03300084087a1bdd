package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A node that is held up after it has read the shared row, as one that is stopped or swapped out
 * is. Tokens live 60 seconds here, and are usable for 45.
 */
@Timeout(60)
class HeldUpNodeTest {

  private static final String N = OneNode.N;

  private final ManualWorld time = new ManualWorld();
  private final BreakableStore store = new BreakableStore(MemoryStore.create(time.wallClock()));
  private TokenServer server;
  private Node node;
  private Node other;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    server.answerTokensLiving(60);
    node = Node.over(store, time, server);
    other = node.another();
    node.bound(N);
    assertThat(node.token(N)).isEqualTo("token-1");
  }

  @AfterEach
  void stop() {
    node.close();
    other.close();
    server.close();
  }

  @Test
  void doesNotTakeATokenThatWasOverBeforeItWentOn() {
    time.pass(Duration.ofSeconds(20));
    store.holdsUp(() -> heldUpFor(30));

    assertThat(other.token(N)).isEqualTo("token-2");
  }

  @Test
  void doesNotPutOffATokensEndByTheTimeItWasHeldUp() {
    store.holdsUp(() -> heldUpFor(25));
    assertThat(other.token(N)).isEqualTo("token-1");

    time.pass(Duration.ofSeconds(21));

    assertThat(other.token(N)).isEqualTo("token-2");
  }

  @Test
  void givesTheServerItsTimeAfterAStoreThatTookLongToFail() {
    time.pass(Duration.ofSeconds(46));
    store.down(true);
    store.holdsUp(() -> heldUpFor(16));

    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void waitsForAnExchangeThatAnotherNodeStartedMeanwhile() {
    time.pass(Duration.ofSeconds(46));
    server.hold();
    AtomicReference<@Nullable CompletableFuture<CalloutCredentials>> there =
        new AtomicReference<>();
    store.holdsUp(
        () -> {
          store.holdsUp(() -> {});
          there.set(other.later(N));
          server.awaitExchanges(2);
        });
    CompletableFuture<CalloutCredentials> here = node.later(N);
    Eventually.holds(() -> there.get() != null);
    server.release();

    assertThat(there.get()).succeedsWithin(Duration.ofSeconds(10));
    Eventually.holds(
        () -> {
          time.pass(Duration.ofMillis(10));
          return here.isDone();
        });
    assertThat(Node.bearer(here.join())).isEqualTo("token-2");
    assertThat(server.exchanges()).isEqualTo(2);
  }

  private void heldUpFor(int seconds) {
    store.holdsUp(() -> {});
    time.pass(Duration.ofSeconds(seconds));
  }
}
