package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.MeddledStore;
import io.calloutauth.testkit.RecordedLog;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that does not answer. */
class StoreDownTest extends OneNode {

  private MemoryStore memory;
  private BreakableStore store;
  private ProviderKey key;

  @Override
  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    ManualWorld time = new ManualWorld();
    memory = MemoryStore.create(time.wallClock());
    store = new BreakableStore(memory);
    node = Node.over(store, time, server);
    key = new ProviderKey("acme", node.bound(N).id().value());
  }

  @Test
  void isNotAskedForACalloutWhoseTokenIsFresh() {
    node.token(N);
    int asked = store.asked();

    for (int i = 0; i < 100; i++) {
      node.token(N);
    }

    assertThat(store.asked()).isEqualTo(asked);
  }

  /** A host's own store may throw what it should not. */
  @ParameterizedTest
  @ValueSource(strings = {"TokenStore.find", "TokenStore.lease"})
  void isDownWhateverItThrowsOfATokenRow(String operation) {
    MeddledStore meddled = new MeddledStore(memory);
    try (Node own = Node.over(meddled, node.cipher, node.time, server)) {
      meddled.before(
          operation,
          0,
          () -> {
            throw new IllegalStateException("not as agreed");
          });

      assertThat(own.token(N)).isEqualTo("token-1");
      assertThat(own.auth.health().failing()).isEmpty();
    }
  }

  @Test
  void isDownWhateverItThrowsOfARoute() {
    store.breaks("find", new IllegalStateException("not as agreed"));

    assertThat(node.refusal(N))
        .isInstanceOf(StoreUnavailableException.class)
        .returns(true, CalloutAuthException::retryable)
        .hasMessageNotContaining("as agreed");
    assertThatThrownBy(() -> node.auth.tokens().obtain(new ProviderId(key.id())))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void leavesATokenInMemoryToItsEnd() {
    node.token(N);
    store.down(true);
    for (int i = 0; i < 356; i++) {
      assertThat(node.token(N)).isEqualTo("token-1");
      node.awaitQuiet();
      node.pass(Duration.ofSeconds(10));
    }

    assertThat(server.exchanges()).as("a usable token is served on").isEqualTo(1);
    assertThat(node.auth.health().failing()).as("which is no failure of its provider").isEmpty();
  }

  @Test
  void isLookedForEveryFiveSecondsWhileATokenIsUsable() {
    node.token(N);
    node.pass(Duration.ofSeconds(3_100)); // it is stale, and good for another 470 s
    store.down(true);
    for (int i = 0; i < 3; i++) {
      int asked = store.asked();
      assertThat(node.serves(N)).isTrue();
      assertThat(store.asked()).isGreaterThan(asked);
      node.pass(Duration.ofSeconds(5));
    }
    assertThat(server.exchanges()).isEqualTo(1);

    store.down(false);
    assertThat(node.serves(N)).isTrue();
    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void isGoneRoundForATokenThatIsOver() {
    node.token(N);
    store.down(true);
    node.pass(Duration.ofHours(1));

    assertThat(node.token(N)).isEqualTo("token-2");
    node.pass(Duration.ofHours(1));
    assertThat(node.token(N)).isEqualTo("token-3");
    assertThat(server.exchanges()).isEqualTo(3);
    Eventually.holds(
        () -> node.events.stream().filter(e -> e.type() == EventType.TOKEN_RENEWED).count() == 2);
  }

  @Test
  void leavesTheWaitAfterFailuresInForce() {
    failAfterTheFirst(60, TokenServer.Answer.error(401, "invalid_client"));
    node.token(N);
    store.down(true);
    node.pass(Duration.ofMinutes(1));
    for (int i = 0; i < 59; i++) {
      assertThat(node.serves(N)).isFalse();
      node.pass(Duration.ofSeconds(1));
    }

    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void isTakenUpAgainWhenItAnswers() {
    node.token(N);
    store.down(true);
    node.pass(Duration.ofHours(1));
    node.token(N);
    store.down(false);
    node.pass(Duration.ofSeconds(3_100));
    node.token(N);
    node.awaitQuiet();

    assertThat(node.token(N)).isEqualTo("token-3");
    try (Node other = node.another()) {
      assertThat(other.token(N)).isEqualTo("token-3");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lease", "complete"})
  void costsOneExchangeWhereverInItThatBegins(String operation) {
    store.breaks(operation);

    assertThat(node.token(N)).isEqualTo("token-1");
    assertThat(node.token(N)).isEqualTo("token-1");
    assertThat(server.exchanges()).isEqualTo(1);
  }

  static List<Throwable> whatAStoreMustNotThrow() {
    return List.of(new IllegalStateException("LEAK"), new NullPointerException("LEAK"));
  }

  /** What a server issued is not to be had again, whatever a host's own store does. */
  @ParameterizedTest
  @MethodSource("whatAStoreMustNotThrow")
  void takesNoTokenAwayByWhatItMustNotThrow(Throwable thrown) {
    store.breaks("complete", thrown);

    List<String> logged =
        RecordedLog.of(
            "io.calloutauth", Level.WARN, () -> assertThat(node.token(N)).isEqualTo("token-1"));

    assertThat(node.token(N)).isEqualTo("token-1");
    assertThat(server.exchanges()).isEqualTo(1);
    assertThat(node.auth.health().failing()).isEmpty();
    assertThat(logged)
        .anyMatch(line -> line.contains("is kept on this node only"))
        .anyMatch(line -> line.contains(thrown.getClass().getName()))
        .noneMatch(line -> line.contains("LEAK"));
  }

  @Test
  void isToldAsSuchWhenMemoryHasNothingToGoOn() {
    store.down(true);

    assertThat(node.refusal(N)).isInstanceOf(StoreUnavailableException.class);
    store.down(false);
    assertThat(node.serves(N)).isTrue();
  }

  @Test
  void hidesNoChangeForLongerThanItIsDown() {
    node.token(N);
    store.down(true);
    node.pass(Duration.ofMinutes(1));
    store.down(false);
    try (Node other = node.another()) {
      other.auth.notifications().unbind(N);

      node.pass(Duration.ofSeconds(5));
      Eventually.holds(() -> !node.serves(N));
    }
  }

  @Test
  void leavesNoTokenThatWasToBeRevoked() {
    node.token(N);
    store.breaks("revoke");
    ProviderId id = node.auth.providers().list(1).items().get(0).provider().id();
    assertThatThrownBy(() -> node.auth.tokens().revoke(id))
        .isInstanceOf(StoreUnavailableException.class);
    store.down(true);

    assertThat(node.serves(N)).isFalse();
  }

  @Test
  void doesNotEndTheOffersOfARevokedToken() {
    node.token(N);
    server.answerRevocations(new TokenServer.Answer(503, ""));
    node.auth.tokens().revoke(node.auth.providers().list(1).items().get(0).provider().id());
    int asked = store.asked();
    store.down(true);
    node.time.pass(Duration.ofMinutes(1));
    Eventually.holds(() -> store.asked() > asked);
    store.down(false);
    node.awaitQuiet();
    for (int i = 0; i < 10 && server.arrivedAt("/revoke").count() < 2; i++) {
      node.pass(Duration.ofMinutes(1));
      node.awaitQuiet();
    }

    Eventually.holds(() -> server.arrivedAt("/revoke").count() >= 2);
  }

  @Test
  void isAskedOnceInFiveSecondsForATokenThatIsDueForRenewal() {
    node.token(N);
    node.pass(Duration.ofSeconds(3_100));
    store.down(true);
    AtomicInteger reads = new AtomicInteger();
    store.holdsUp(reads::incrementAndGet);

    for (int i = 0; i < 100; i++) {
      node.token(N);
      node.awaitQuiet();
    }

    assertThat(reads).as("reads of its row").hasValue(1);
  }

  @Test
  void doesNotStopTheDoublingOfTheWait() {
    node.token(N);
    store.down(true);
    server.answerTokens(n -> new TokenServer.Answer(500, ""));
    node.pass(Duration.ofHours(1));
    for (int i = 0; i < 60; i++) {
      assertThat(node.serves(N)).isFalse();
      node.pass(Duration.ofSeconds(1));
    }

    assertThat(server.exchanges()).isBetween(5, 9);
  }

  @Test
  void makesForgetAllWhenItWasAwayForLong() {
    node.token(N);
    store.down(true);
    node.pass(Duration.ofMinutes(29));
    assertThat(node.auth.health().tokensHeld()).isEqualTo(1);
    node.pass(Duration.ofMinutes(2));
    store.down(false);
    node.pass(Duration.ofSeconds(5));

    Eventually.holds(() -> node.auth.health().tokensHeld() == 0);
    assertThat(node.token(N)).isEqualTo("token-1");
  }

  @Test
  void makesForgetAllWhenItDoesNotKnowWhatChanged() {
    node.token(N);
    store.down(true);
    node.pass(Duration.ofSeconds(5));
    for (int i = 0; i < 10_001; i++) {
      memory.bindings().bind(key, "m");
    }
    store.down(false);
    node.pass(Duration.ofSeconds(5));

    Eventually.holds(() -> node.auth.health().tokensHeld() == 0);
  }
}
