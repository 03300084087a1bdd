package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.oauth.TokenError;
import io.calloutauth.provider.Provider;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.TokenRow;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.SwitchedStore;
import io.calloutauth.testkit.TokenServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes on one store. */
@Timeout(60)
class SharingTest extends OneNode {

  private SwitchedStore readsOfTheOther;
  private Node other;
  private Provider crm;

  @BeforeEach
  void startTheOther() {
    readsOfTheOther = new SwitchedStore(node.store);
    other = Node.over(readsOfTheOther, node.cipher, node.time, server);
    crm = node.bound(N);
  }

  @AfterEach
  void stopTheOther() {
    other.close();
  }

  /** A node is quiet before the thread that reads the route has handed the callout on. */
  private CompletableFuture<CalloutCredentials> laterAtTheOther() {
    int before = readsOfTheOther.tokenReads();
    CompletableFuture<CalloutCredentials> there = other.later(N);
    Eventually.holds(() -> readsOfTheOther.tokenReads() > before);
    return there;
  }

  private void holdsWithinTenSeconds(BooleanSupplier condition) {
    node.pass(Duration.ofSeconds(5));
    Eventually.holds(condition);
  }

  @Test
  void needOneTokenBetweenThem() {
    assertThat(node.token(N)).isEqualTo("token-1");
    assertThat(other.token(N)).isEqualTo("token-1");

    node.auth.tokens().obtain(crm.id());
    other.pass(Duration.ofSeconds(3_100));
    assertThat(other.token(N)).as("whether the row is read by then").isIn("token-1", "token-2");
    Eventually.holds(() -> other.token(N).equals("token-2"));

    assertThat(other.token(N)).as("the renewal of the other node").isEqualTo("token-2");
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void waitForEachOthersExchange() {
    server.hold();
    CompletableFuture<CalloutCredentials> here = node.later(N);
    server.awaitExchanges(1);
    CompletableFuture<CalloutCredentials> there = laterAtTheOther();
    other.awaitQuiet();
    server.release();
    assertThat(Node.bearer(here.join())).isEqualTo("token-1");

    passUntilDone(there, 5);

    assertThat(Node.bearer(there.join())).isEqualTo("token-1");
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void takeOverFromANodeThatIsClosedInItsExchange() {
    server.hold();
    CompletableFuture<CalloutCredentials> lost = node.later(N);
    server.awaitExchanges(1);
    node.close();
    server.release();
    assertThat(lost).failsWithin(Duration.ofSeconds(10));
    Eventually.holds(() -> lease().isZero());
    ProviderKey key = new ProviderKey("acme", crm.id().value());
    assertThat(node.store.tokens().find(key).orElseThrow().failure()).isNull();

    CompletableFuture<CalloutCredentials> there = laterAtTheOther();
    passUntilDone(there, 5);

    assertThat(Node.bearer(there.join())).isEqualTo("token-2");
  }

  @Test
  void takeOverFromANodeThatDiedInItsExchangeWhenItsLeaseIsOver() {
    ProviderKey key = new ProviderKey("acme", crm.id().value());
    assertThat(
            node.store
                .tokens()
                .lease(key, LeaseRequest.of(1, TokenRow.EMPTY, Duration.ofSeconds(20))))
        .isInstanceOf(Lease.class);
    node.pass(Duration.ofSeconds(5));
    CompletableFuture<CalloutCredentials> there = laterAtTheOther();
    passUntilDone(there, 14);
    assertThat(server.exchanges()).isZero();

    passUntilDone(there, 5);

    assertThat(Node.bearer(there.join())).isEqualTo("token-1");
  }

  @Test
  void lookForALeaseThatIsHeldAfterOneTwoAndThenFourSecondsEach() {
    ProviderKey key = new ProviderKey("acme", crm.id().value());
    node.store.tokens().lease(key, LeaseRequest.of(1, TokenRow.EMPTY, Duration.ofHours(1)));
    SwitchedStore counted = new SwitchedStore(node.store);
    try (Node third = Node.over(counted, node.cipher, node.time, server)) {
      CompletableFuture<CalloutCredentials> there = third.later(N);
      Eventually.holds(() -> counted.tokenReads() == 1);

      passUntilDone(there, third, 19);

      assertThat(there).isNotDone();
      assertThat(counted.tokenReads()).isBetween(6, 8);
    }
  }

  private void passUntilDone(CompletableFuture<?> callout, int mostSeconds) {
    passUntilDone(callout, other, mostSeconds);
  }

  private static void passUntilDone(CompletableFuture<?> callout, Node node, int mostSeconds) {
    node.awaitQuiet();
    for (int i = 0; i < mostSeconds && !callout.isDone(); i++) {
      node.pass(Duration.ofSeconds(1));
      node.awaitQuiet();
    }
  }

  @Test
  void hearOfAnEdit() {
    other.token(N);
    node.edit(crm.id(), draft -> draft.scope("orders.read"));

    holdsWithinTenSeconds(() -> other.token(N).equals("token-2"));
    assertThat(node.token(N)).isEqualTo("token-2");
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void askWithWhatWasEditedAlsoBeforeTheyHearOfIt() {
    other.token(N);
    node.edit(crm.id(), draft -> draft.scope("orders.read"));

    other.auth.tokens().obtain(crm.id());

    assertThat(server.arrivedAt("/token").map(TokenServer.Arrived::body))
        .hasSize(2)
        .last()
        .asString()
        .contains("orders.read");
    assertThat(node.token(N)).isEqualTo("token-2");
    assertThat(other.token(N)).isEqualTo("token-2");
  }

  @Test
  void keepTheirTokensAtARename() {
    other.token(N);
    node.edit(crm.id(), draft -> draft.name("Another name"));

    node.pass(Duration.ofSeconds(10));

    assertThat(other.token(N)).isEqualTo("token-1");
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void hearOfARevocation() {
    other.token(N);
    node.auth.tokens().revoke(crm.id());

    holdsWithinTenSeconds(() -> other.token(N).equals("token-2"));
  }

  @Test
  void hearOfABinding() {
    assertThat(other.refusal("late")).isInstanceOf(NoProviderBoundException.class);
    node.auth.notifications().bind("late", crm.id());

    holdsWithinTenSeconds(() -> other.serves("late"));
  }

  @Test
  void hearOfAnUnbinding() {
    other.token(N);
    node.auth.notifications().unbind(N);

    holdsWithinTenSeconds(() -> !other.serves(N));
    assertThat(other.refusal(N)).isInstanceOf(NoProviderBoundException.class);
  }

  @Test
  void hearOfADeletion() {
    other.token(N);
    node.auth.providers().deleteAndDetach(crm.id());

    holdsWithinTenSeconds(() -> !other.serves(N));
    assertThat(other.refusal(N))
        .isInstanceOfSatisfying(
            NoProviderBoundException.class, none -> assertThat(none.detached()).isTrue());
  }

  @Test
  void hearThatAProviderIsDisabled() {
    other.token(N);
    node.auth.providers().disable(crm.id());

    holdsWithinTenSeconds(() -> !other.serves(N));
    assertThat(other.refusal(N)).isInstanceOf(ProviderDisabledException.class);
  }

  @Test
  void takeNoTokenThatTheStoresClockSteppedBackBehind() {
    server.answerTokensLiving(300);
    node.token(N);
    node.time.setWall(Duration.ofMinutes(-10)); // the token may be over by now

    assertThat(other.token(N)).isEqualTo("token-2");
    assertThat(other.auth.tokens().status(crm.id()).state()).isEqualTo(TokenState.ACTIVE);
    node.time.setWall(Duration.ofSeconds(-3)); // as between two nodes of one database
    try (Node third = node.another()) {
      assertThat(third.token(N)).isEqualTo("token-2");
    }
  }

  @Test
  void holdALeaseThatOutlivesTheirExchangeByLittle() {
    ProviderKey key = new ProviderKey("acme", crm.id().value());
    server.hold();
    CompletableFuture<CalloutCredentials> callout = node.later(N);
    server.awaitExchanges(1);

    Duration lease = node.store.tokens().find(key).orElseThrow().leaseFor();

    assertThat(lease).isBetween(Duration.ofMillis(15_001), Duration.ofSeconds(30));
    server.release();
    assertThat(Node.bearer(callout.join())).isEqualTo("token-1");
  }

  @Test
  void giveUpOnALeaseThatNeverEnds() {
    ProviderKey key = new ProviderKey("acme", crm.id().value());
    assertThat(
            node.store.tokens().lease(key, LeaseRequest.of(1, TokenRow.EMPTY, Duration.ofHours(1))))
        .isInstanceOf(Lease.class);
    CompletableFuture<CalloutCredentials> there = laterAtTheOther();

    passUntilDone(there, 21);
    Eventually.holds(there::isCompletedExceptionally);
    for (int i = 0; i < 60 && other.auth.health().failing().isEmpty(); i++) {
      other.pass(Duration.ofSeconds(1));
      other.awaitQuiet();
    }

    assertThat(other.auth.health().failing())
        .singleElement()
        .extracting(failing -> failing.failure().error())
        .isEqualTo(TokenError.LEASE_HELD);
    assertThat(server.exchanges()).isZero();
  }

  private Duration lease() {
    ProviderKey key = new ProviderKey("acme", crm.id().value());
    return node.store.tokens().find(key).orElseThrow().leaseFor();
  }

  @Test
  void findOutAtTheNextExchangeThatAProviderIsGone() {
    other.token(N);
    node.auth.providers().deleteAndDetach(crm.id());
    node.time.setWall(Duration.ofHours(2)); // the token is over, and no change was heard of yet

    assertThat(other.refusal(N))
        .isInstanceOfSatisfying(
            NoProviderBoundException.class, none -> assertThat(none.detached()).isTrue());
    assertThat(server.exchanges()).isEqualTo(1);
    assertThat(other.auth.health().tokensHeld()).isZero();
  }

  @Test
  void tellTheirWaitersThatAProviderWasDeletedByForceMeanwhile() {
    server.hold();
    CompletableFuture<CalloutCredentials> there = laterAtTheOther();
    server.awaitExchanges(1);

    node.auth.providers().deleteAndDetach(crm.id());
    server.release();

    assertThat(there)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            NoProviderBoundException.class, none -> assertThat(none.detached()).isTrue());
  }

  @Test
  void renewNothingForAProviderThatIsGone() {
    other.token(N);
    node.auth.providers().deleteAndDetach(crm.id());
    node.time.setWall(Duration.ofMinutes(55)); // stale, and no change was heard of yet

    other.serves(N);

    assertThat(other.refusal(N))
        .isInstanceOfSatisfying(
            NoProviderBoundException.class, none -> assertThat(none.detached()).isTrue());
  }
}
