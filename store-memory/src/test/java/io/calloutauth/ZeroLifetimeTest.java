package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.provider.Provider;
import io.calloutauth.store.ProviderKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that the server says to live for no time at all. */
class ZeroLifetimeTest extends OneNode {

  private Provider crm;

  @BeforeEach
  void bind() {
    server.answerTokensLiving(0);
    crm = node.bound(N);
  }

  @Test
  void serveAllWhoHadJoinedAndNobodyElseForFiveSeconds() {
    server.hold();
    CompletableFuture<CalloutCredentials> first = node.later(N);
    server.awaitExchanges(1); // the route is held by then, so that the next one joins at once
    CompletableFuture<CalloutCredentials> second = node.later(N);
    server.release();
    assertThat(Node.bearer(first.join())).isEqualTo("token-1");
    assertThat(Node.bearer(second.join())).isEqualTo("token-1");

    CompletableFuture<CalloutCredentials> third = node.later(N);
    node.pass(Duration.ofMillis(4_999));
    node.awaitQuiet();
    assertThat(third).isNotDone();
    assertThat(server.exchanges()).isEqualTo(1);
    node.pass(Duration.ofMillis(1));

    assertThat(Node.bearer(third.join())).isEqualTo("token-2");
  }

  @Test
  void costOneExchangeInFiveSecondsHoweverManyAsk() {
    node.token(N); // its route is held from now on, so that asking takes no thread
    List<CompletableFuture<CalloutCredentials>> callers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      callers.add(node.later(N));
      node.awaitQuiet();
      node.pass(Duration.ofMillis(60));
      node.awaitQuiet();
    }
    node.pass(Duration.ofSeconds(5));

    callers.forEach(caller -> assertThat(Node.bearer(caller.join())).startsWith("token-"));
    assertThat(server.exchanges()).isBetween(10, 13);
  }

  @Test
  void doNotMakeAnAdministratorWaitWithTheCallouts() {
    node.token(N);
    CompletableFuture<CalloutCredentials> waiting = node.later(N);

    node.auth.tokens().obtain(crm.id());

    assertThat(Node.bearer(waiting.join())).isEqualTo("token-2");
  }

  @Test
  void letNoAdministratorPassTheWaitMoreThanOnceInFiveSeconds() {
    node.token(N);
    node.auth.tokens().obtain(crm.id());
    CompletableFuture<CalloutCredentials> waiting = node.later(N);

    assertThatThrownBy(() -> node.auth.tokens().obtain(crm.id()))
        .isInstanceOf(TooManyAttemptsException.class);

    assertThat(waiting).isNotDone();
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void shareTheirSpacingWithASlowServersTokensThatAreOverOnArrival() {
    server.answerTokensLiving(2);
    server.hold();
    CompletableFuture<CalloutCredentials> first = node.later(N);
    server.awaitExchanges(1);
    node.pass(Duration.ofSeconds(3));
    server.release();
    assertThat(Node.bearer(first.join())).isEqualTo("token-1");

    CompletableFuture<CalloutCredentials> second = node.later(N);
    node.pass(Duration.ofMillis(4_999));
    node.awaitQuiet();

    assertThat(second).isNotDone();
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void areKeptNowhere() {
    node.token(N);

    ProviderKey key = new ProviderKey("acme", crm.id().value());
    assertThat(node.store.tokens().find(key).orElseThrow().token()).isNull();
    assertThat(node.auth.tokens().status(crm.id()).state()).isEqualTo(TokenState.NONE);
  }

  @Test
  void areFiveSecondsApartOnAllNodesTogether() {
    node.token(N);
    try (Node other = node.another()) {
      CompletableFuture<CalloutCredentials> there = other.later(N);
      other.awaitQuiet();
      other.pass(Duration.ofMillis(4_999));
      other.awaitQuiet();
      assertThat(server.exchanges()).isEqualTo(1);
      other.pass(Duration.ofSeconds(3)); // a node that looked into the row looks again a bit later

      assertThat(Node.bearer(there.join())).isEqualTo("token-2");
    }
  }
}
