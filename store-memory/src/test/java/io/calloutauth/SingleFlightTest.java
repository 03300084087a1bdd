package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.TokenServer.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One exchange, however many wait for it. */
@Timeout(60)
class SingleFlightTest extends OneNode {

  private static final URI TARGET = URI.create(Node.TARGET);

  @Test
  void servesTenThousandCallersWithOneExchange() {
    node.bound(N);
    server.hold();
    List<CompletableFuture<CalloutCredentials>> callers = callers(10_000);
    server.awaitExchanges(1);
    server.release();

    callers.forEach(caller -> assertThat(Node.bearer(caller.join())).isEqualTo("token-1"));
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void failsTenThousandCallersWithOneExchange() {
    node.bound(N);
    server.answerTokens(n -> new Answer(500, ""));
    server.hold();
    List<CompletableFuture<CalloutCredentials>> callers = callers(10_000);
    server.awaitExchanges(1);
    server.release();

    callers.forEach(
        caller -> assertThatThrownBy(caller::join).hasCauseInstanceOf(TokenRequestException.class));
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void servesTwoHundredThreadsWithOneExchange() {
    node.bound(N);
    ExecutorService threads = Executors.newFixedThreadPool(200);
    try {
      server.hold();
      List<CompletableFuture<String>> callers =
          IntStream.range(0, 200)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> node.token(N), threads))
              .toList();
      server.awaitExchanges(1);
      server.release();

      callers.forEach(caller -> assertThat(caller.join()).isEqualTo("token-1"));
      assertThat(server.exchanges()).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void goesOnWhenNinetyNineOfAHundredWaitersCancel() {
    node.bound(N);
    server.hold();
    List<CompletableFuture<CalloutCredentials>> callers = callers(100);
    server.awaitExchanges(1);
    callers.subList(1, 100).forEach(caller -> caller.cancel(true));
    server.release();

    assertThat(Node.bearer(callers.get(0).join())).isEqualTo("token-1");
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void keepsWhatComesAfterTheLastWaiterGaveUp() {
    node.bound(N);
    server.hold();
    CompletableFuture<CalloutCredentials> only = node.later(N);
    server.awaitExchanges(1);
    node.pass(Duration.ofSeconds(19));
    assertThat(only).isNotDone();
    node.pass(Duration.ofSeconds(1));
    assertThatThrownBy(only::join).hasCauseInstanceOf(TokenWaitException.class);
    server.release();
    node.awaitQuiet();

    assertThat(node.token(N)).isEqualTo("token-1");
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void isNotHeldUpByWhatAWaiterDoesNext() {
    node.bound(N);
    server.hold();
    CompletableFuture<Void> gate = new CompletableFuture<>();
    List<CompletableFuture<Void>> blocked =
        callers(3).stream().map(caller -> caller.thenRun(gate::join)).toList();
    CompletableFuture<CalloutCredentials> other = node.later(N);
    server.awaitExchanges(1);
    server.release();

    assertThat(Node.bearer(other.join())).isEqualTo("token-1");
    node.awaitQuiet();
    assertThat(blocked).noneMatch(CompletableFuture::isDone);
    gate.complete(null);
    blocked.forEach(CompletableFuture::join);
  }

  @Test
  void isNotWaitedForWithoutPatience() {
    node.bound(N);
    server.hold();

    assertThatThrownBy(() -> node.auth.callouts().authenticate(N, "POST", TARGET, Duration.ZERO))
        .isInstanceOfSatisfying(
            TokenWaitException.class, over -> assertThat(over.interrupted()).isFalse());

    server.awaitExchanges(1);
    server.release();
    node.awaitQuiet();
    assertThat(node.auth.callouts().authenticate(N, "POST", TARGET, Duration.ZERO)).isNotNull();
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void leavesTheInterruptOfAWaiterSetAndGoesOn() throws InterruptedException {
    node.bound(N);
    server.hold();
    AtomicReference<CalloutAuthException> thrown = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread waiter =
        new Thread(
            () -> {
              try {
                node.token(N);
              } catch (CalloutAuthException reason) {
                thrown.set(reason);
              }
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    waiter.start();
    server.awaitExchanges(1);
    waiter.interrupt();
    waiter.join();
    server.release();
    node.awaitQuiet();

    assertThat(thrown.get())
        .isInstanceOfSatisfying(
            TokenWaitException.class, over -> assertThat(over.interrupted()).isTrue());
    assertThat(interrupted.get()).isTrue();
    assertThat(node.token(N)).isEqualTo("token-1");
    assertThat(server.exchanges()).isEqualTo(1);
  }

  private List<CompletableFuture<CalloutCredentials>> callers(int count) {
    return IntStream.range(0, count).mapToObj(i -> node.later(N)).toList();
  }

  @Test
  void readsTheStoreOnceForAThousandCallers() {
    BreakableStore store = new BreakableStore(MemoryStore.create(node.time.wallClock()));
    try (Node counted = Node.over(store, node.time, server)) {
      counted.bound(N);
      int before = store.asked();
      store.holds("find");
      List<CompletableFuture<CalloutCredentials>> callers =
          IntStream.range(0, 1_000).mapToObj(i -> counted.later(N)).toList();
      store.release();

      callers.forEach(caller -> assertThat(Node.bearer(caller.join())).isEqualTo("token-1"));
      assertThat(store.asked() - before).isLessThan(20);
    }
  }
}
