package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.TokenRow;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What closing leaves behind. */
@Timeout(60)
class CloseTest extends OneNode {

  private static final Duration WITHOUT_END = Duration.ofHours(1);

  /** What other tests have left. */
  private final Set<Thread> before = ownThreads();

  @Test
  void tellsThoseWhoWaitForAnExchange() {
    node.bound(N);
    server.hold();
    CompletableFuture<CalloutCredentials> waiting = node.later(N);
    server.awaitExchanges(1);

    node.close();

    assertThat(waiting)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(CalloutAuthClosedException.class);
  }

  @Test
  void isNoFailureOfTheProviderWhoseExchangeItBreaksOff() {
    ProviderKey key = new ProviderKey("acme", node.bound(N).id().value());
    server.hold();
    CompletableFuture<CalloutCredentials> broken = node.later(N);
    server.awaitExchanges(1);
    try (Node other = node.another()) {
      node.close();
      Eventually.holds(broken::isDone);
      Eventually.holds(() -> row(key).leaseFor().isZero());

      assertThat(row(key).failure()).isNull();
      server.release();
      assertThat(other.token(N)).isEqualTo("token-2");
    }
  }

  private TokenRow row(ProviderKey key) {
    return node.store.tokens().find(key).orElseThrow();
  }

  @Test
  void failsLaterCalloutsAtOnceAndMayBeRepeated() {
    node.bound(N);
    node.token(N);

    node.close();
    node.close();

    assertThat(node.later(N))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(CalloutAuthClosedException.class);
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void endsThreadsAndConnections() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      silent.setSoTimeout(10_000);
      CalloutAuth auth =
          CalloutAuth.builder(MemoryStore.create())
              .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
              .longestClose(WITHOUT_END)
              .build();
      CompletionStage<CalloutCredentials> waiting = callout(auth, silent.getLocalPort());
      try (Socket connection = silent.accept()) {
        connection.setSoTimeout(10_000);
        assertThat(connection.getInputStream().read()).isEqualTo('P');

        auth.close();

        assertThat(ends(connection)).isTrue();
      }
      assertThat(waiting.toCompletableFuture())
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(CalloutAuthClosedException.class);
    }
    node.close();
    assertThat(noThreadIsLeft()).isTrue();
  }

  private static CompletionStage<CalloutCredentials> callout(CalloutAuth auth, int port) {
    Provider crm =
        auth.providers()
            .create(
                ProviderSettings.clientCredentials()
                    .name("CRM")
                    .tokenEndpoint("http://127.0.0.1:" + port + "/token")
                    .clientId("billing")
                    .clientSecret("s3cret")
                    .anyOrigin()
                    .build());
    auth.notifications().bind(N, crm.id());
    return auth.callouts().authenticateAsync(N, "POST", URI.create(Node.TARGET));
  }

  /** Reads to the end, or to the reset that is one as well. */
  private static boolean ends(Socket connection) throws IOException {
    try {
      return connection.getInputStream().readAllBytes().length > 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  private boolean noThreadIsLeft() {
    return before.containsAll(ownThreads());
  }

  private static Set<Thread> ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("callout-auth-"))
        .collect(Collectors.toSet());
  }

  @Test
  void tellsThoseWhoseReadsWaitForTheStore() {
    BreakableStore store = new BreakableStore(MemoryStore.create(node.time.wallClock()));
    Node closed = Node.over(store, node.time, server, b -> b.longestClose(Duration.ZERO));
    try {
      store.holdsAll("find");
      List<CompletableFuture<CalloutCredentials>> callouts =
          IntStream.range(0, 40).mapToObj(n -> closed.later("n-" + n)).toList();
      Eventually.holds(store::isHolding);

      closed.close();

      assertThat(callouts)
          .allSatisfy(
              callout ->
                  assertThat(callout)
                      .failsWithin(Duration.ofSeconds(10))
                      .withThrowableThat()
                      .withCauseInstanceOf(CalloutAuthClosedException.class));
    } finally {
      store.release();
    }
  }

  @Test
  void tellsAdministratorsWhoWaitForTheStore() {
    BreakableStore store = new BreakableStore(MemoryStore.create(node.time.wallClock()));
    Node closed = Node.over(store, node.time, server, b -> b.longestClose(Duration.ZERO));
    try {
      ProviderId id = closed.bound(N).id();
      store.holdsAll("revoke");
      List<CompletableFuture<Void>> administrators =
          IntStream.range(0, 40)
              .mapToObj(n -> new CompletableFuture<Void>())
              .peek(told -> new Thread(() -> revoke(closed, id, told)).start())
              .toList();
      Eventually.holds(store::isHolding);

      closed.close();

      assertThat(administrators)
          .allSatisfy(told -> assertThat(told).failsWithin(Duration.ofSeconds(10)));
    } finally {
      store.release();
    }
  }

  @Test
  void interruptsNobodyAndEndsWhatItBegan() {
    BreakableStore store = new BreakableStore(MemoryStore.create(node.time.wallClock()));
    Node closed = Node.over(store, node.time, server, b -> b.longestClose(WITHOUT_END));
    ProviderKey key = new ProviderKey("acme", closed.bound(N).id().value());
    store.holds("complete");
    CompletableFuture<CalloutCredentials> waiting = closed.later(N);
    Eventually.holds(store::isHolding);

    CompletableFuture<Void> closing = CompletableFuture.runAsync(closed::close);
    Eventually.holds(waiting::isCompletedExceptionally);
    assertThat(closing).isNotDone();
    store.release();
    closing.join();

    assertThat(noThreadIsLeft()).isTrue();
    assertThat(store.tokens().find(key).orElseThrow().token()).isNotNull();
    assertThat(closed.events).extracting(CalloutAuthEvent::type).contains(EventType.TOKEN_OBTAINED);
  }

  @Test
  void leavesWhoeverHangsWithoutAnyCallOfTheStoreToCome() {
    BreakableStore store = new BreakableStore(MemoryStore.create(node.time.wallClock()));
    Node closed = Node.over(store, node.time, server, b -> b.longestClose(Duration.ZERO));
    closed.bound(N);
    CompletableFuture<Void> hangs = new CompletableFuture<>();
    CompletableFuture<Void> released = new CompletableFuture<>();
    store.holdsUp(
        () -> {
          hangs.complete(null);
          released.join(); // whatever interrupts it
        });
    CompletableFuture<CalloutCredentials> waiting = closed.later(N);
    hangs.join();

    closed.close();
    int asked = store.asked();
    released.complete(null);
    Eventually.holds(this::noThreadIsLeft);

    assertThat(waiting).isCompletedExceptionally();
    assertThat(store.asked()).isEqualTo(asked);
  }

  @Test
  void mayBeCalledByAListener() {
    CompletableFuture<Node> itself = new CompletableFuture<>();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Node closes =
        Node.start(
            server,
            b ->
                b.longestClose(WITHOUT_END)
                    .listener(
                        event -> {
                          if (event.type() == EventType.TOKEN_OBTAINED) {
                            itself.join().close();
                            closed.complete(null);
                          }
                        }));
    itself.complete(closes);
    closes.bound(N);
    assertThat(closes.later(N)).isNotNull();

    closed.join();
    closes.close();
    assertThat(noThreadIsLeft()).isTrue();
  }

  @Test
  void mayBeCalledByAContinuation() {
    Node closes = Node.start(server, b -> b.longestClose(WITHOUT_END));
    closes.bound(N);
    server.hold();
    CompletableFuture<Void> closed = closes.later(N).thenAccept(token -> closes.close());
    server.awaitExchanges(1);
    server.release();

    closed.join();
    closes.close();
    assertThat(noThreadIsLeft()).isTrue();
  }

  @Test
  void mayBeCalledInsideTheStore() {
    BreakableStore store = new BreakableStore(MemoryStore.create(node.time.wallClock()));
    Node closes = Node.over(store, node.time, server, b -> b.longestClose(WITHOUT_END));
    closes.bound(N);
    store.after("complete", closes::close);

    CompletableFuture<CalloutCredentials> waiting = closes.later(N);

    Eventually.holds(waiting::isDone);
    closes.close();
    assertThat(noThreadIsLeft()).isTrue();
  }

  private static void revoke(Node node, ProviderId id, CompletableFuture<Void> told) {
    try {
      node.auth.tokens().revoke(id);
      told.complete(null);
    } catch (CalloutAuthException reason) {
      told.completeExceptionally(reason);
    }
  }
}
