package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.store.StoreException;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  static List<Throwable> whatAStoreThrows() {
    return List.of(
        new StoreException("down", true, null), new IllegalStateException("not as agreed"));
  }

  @ParameterizedTest
  @MethodSource("whatAStoreThrows")
  void keepsNoTokenThatItCannotWriteWhenAnotherNodeMayHaveGoneOn(Throwable thrown) {
    time.pass(Duration.ofSeconds(46));
    server.answerTokens(
        n -> {
          if (n == 2) { // this node's request, which is held up until its lease is over
            time.pass(Duration.ofSeconds(21));
            assertThat(other.token(N)).isEqualTo("token-3");
            store.breaks("complete", thrown);
          }
          return TokenServer.Answer.token("token-" + n, 60);
        });

    assertThat(node.token(N)).isEqualTo("token-3");
    assertThat(server.exchanges()).isEqualTo(3);
  }

  @Test
  void servesNoTokenThatWasOverWhenItCame() {
    time.pass(Duration.ofSeconds(46));
    AtomicReference<@Nullable CompletableFuture<CalloutCredentials>> late = new AtomicReference<>();
    server.answerTokens(
        n -> {
          if (n == 2) { // this node's request, which is held up for longer than the token lives
            time.pass(Duration.ofSeconds(16));
            late.set(node.later(N));
          }
          return TokenServer.Answer.token("token-" + n, n == 2 ? 5 : 60);
        });
    CompletableFuture<CalloutCredentials> first = node.later(N);
    Eventually.holds(
        () -> {
          time.pass(Duration.ofMillis(100)); // such a server is asked every 5 seconds at most
          return late.get() != null && late.get().isDone() && first.isDone();
        });

    assertThat(late.get()).isCompletedWithValueMatching(got -> Node.bearer(got).equals("token-3"));
    assertThat(server.exchanges()).isEqualTo(3);
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
