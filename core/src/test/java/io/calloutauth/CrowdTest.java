package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many exchanges at once, and many tokens. */
@Timeout(60)
class CrowdTest extends OneNode {

  private List<CompletableFuture<CalloutCredentials>> crowd(int count) {
    IntStream.range(0, count).forEach(i -> node.bound("n" + i));
    return IntStream.range(0, count).mapToObj(i -> node.later("n" + i)).toList();
  }

  @Test
  void sendsEightExchangesToOneHostAtOnceAndTheOthersAfterThem() {
    server.hold();
    List<CompletableFuture<CalloutCredentials>> callers = crowd(20);
    server.awaitExchanges(8);
    Eventually.holds(() -> node.auth.health().exchangesWaiting() == 12);
    assertThat(node.auth.health().exchangesRunning()).isEqualTo(8);
    assertThat(server.exchanges()).isEqualTo(8);
    server.release();

    callers.forEach(caller -> assertThat(Node.bearer(caller.join())).startsWith("token-"));
    assertThat(server.exchanges()).isEqualTo(20);
  }

  @Test
  void countsWaitingForAPlaceIntoTheExchangesDeadline() {
    server.hold();
    List<CompletableFuture<CalloutCredentials>> callers = crowd(9);
    server.awaitExchanges(8);
    Eventually.holds(() -> node.auth.health().exchangesWaiting() == 1);

    node.pass(Duration.ofSeconds(15));

    Eventually.holds(() -> callers.stream().anyMatch(CompletableFuture::isDone));
    CompletableFuture<CalloutCredentials> late =
        callers.stream().filter(CompletableFuture::isDone).findAny().orElseThrow();
    assertThatThrownBy(late::join).hasCauseInstanceOf(TokenRequestException.class);
    assertThat(node.auth.health().exchangesWaiting()).isZero();
    server.release();
    node.awaitQuiet();
    assertThat(server.exchanges()).isEqualTo(8);
  }

  @Test
  void neverHoldsUpACallerWhoseTokenIsUsable() {
    node.bound(N);
    node.token(N);
    node.pass(Duration.ofSeconds(3_100));
    server.hold();
    List<CompletableFuture<CalloutCredentials>> callers = crowd(20);
    server.awaitExchanges(9);

    for (int i = 0; i < 100; i++) {
      assertThat(node.later(N)).isCompleted();
    }

    server.release();
    callers.forEach(CompletableFuture::join);
  }

  @Test
  void doesNotLetOneTenantsCrowdHoldUpAnother() throws IOException {
    server.hold();
    List<CompletableFuture<CalloutCredentials>> callers = crowd(30);
    server.awaitExchanges(8);
    try (TokenServer elsewhere = new TokenServer()) {
      CalloutAuth beta = node.tenants.tenant("beta");
      String url = elsewhere.url("/token").replace("127.0.0.1", "localhost");
      Provider crm = beta.providers().create(node.settings("CRM").tokenEndpoint(url).build());
      beta.notifications().bind(N, crm.id());

      CalloutCredentials served =
          beta.callouts().authenticate(N, "POST", URI.create(Node.TARGET), Duration.ofSeconds(10));

      assertThat(Node.bearer(served)).isEqualTo("token-1");
    }
    server.release();
    callers.forEach(CompletableFuture::join);
  }

  @Test
  void holdsSoManyTokensAtMostAndForgetsTheLeastRecentlyUsed() {
    node.close();
    node = Node.start(server, builder -> builder.tokensHeld(20));
    node.bound("often");
    for (int i = 0; i < 100; i++) {
      node.bound("n" + i);
      node.token("n" + i);
      node.pass(Duration.ofSeconds(2));
      node.token("often");
    }

    assertThat(node.auth.health().tokensHeld()).isBetween(10, 22);
    assertThat(server.exchanges()).as("what was forgotten is in the store").isEqualTo(101);
  }

  @Test
  void forgetsNoTokenThatIsWaitedFor() {
    node.close();
    node = Node.start(server, builder -> builder.tokensHeld(10));
    server.hold();
    List<CompletableFuture<CalloutCredentials>> callers = crowd(40);
    server.awaitExchanges(8);
    server.release();

    callers.forEach(caller -> assertThat(Node.bearer(caller.join())).startsWith("token-"));
    assertThat(server.exchanges()).isEqualTo(40);
  }
}
