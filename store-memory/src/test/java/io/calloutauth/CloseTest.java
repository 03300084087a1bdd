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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What closing leaves behind. */
@Timeout(60)
class CloseTest extends OneNode {

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
    Eventually.holds(CloseTest::noThreadIsLeft);
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

  private static boolean noThreadIsLeft() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().startsWith("callout-auth-"));
  }

  @Test
  void tellsThoseWhoseReadsWaitForTheStore() {
    BreakableStore store = new BreakableStore(MemoryStore.create(node.time.wallClock()));
    Node closed = Node.over(store, node.time, server);
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
    Node closed = Node.over(store, node.time, server);
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

  private static void revoke(Node node, ProviderId id, CompletableFuture<Void> told) {
    try {
      node.auth.tokens().revoke(id);
      told.complete(null);
    } catch (CalloutAuthException reason) {
      told.completeExceptionally(reason);
    }
  }
}
