package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderName;
import io.calloutauth.testkit.BreakableCipher;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A revocation while the store, the keys or the node itself fail. */
@Timeout(60)
class RevocationFaultsTest extends OneNode {

  private final BreakableCipher cipher = new BreakableCipher(SealingKeys.ephemeral());
  private BreakableStore store;
  private Provider crm;

  @Override
  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    ManualWorld time = new ManualWorld();
    store = new BreakableStore(MemoryStore.create(time.wallClock()));
    // Who hangs in the store is not waited for: that is CloseTest's matter.
    node = Node.over(store, cipher, time, server, b -> b.longestClose(Duration.ZERO));
    crm = node.bound(N);
    node.token(N);
  }

  private RevocationReport.Outcome revoked() {
    return node.auth.tokens().revoke(crm.id()).outcome();
  }

  /** Lets time pass until the server was told of the first token, and of no other. */
  private void isToldLaterBy(Node any) {
    // On a busy machine a minute passes while the server is told: it may be told once more.
    any.awaitWithinMinutes(() -> server.arrivedAt("/revoke").findAny().isPresent());
    assertThat(server.arrivedAt("/revoke").map(TokenServer.Arrived::body))
        .allMatch(body -> body.contains("token=token-1"));
  }

  private void isAudited(boolean succeeded) {
    Eventually.holds(
        () ->
            node.events.stream()
                .filter(event -> event.type() == EventType.TOKEN_REVOKED)
                .anyMatch(event -> event.succeeded() == succeeded));
  }

  @Test
  void isToldLaterWhenTheKeysAreOutOfReach() {
    cipher.breaks(slot -> true);

    assertThatThrownBy(this::revoked)
        .isInstanceOfSatisfying(
            CalloutAuthException.class, out -> assertThat(out.retryable()).isTrue());
    assertThat(node.auth.tokens().status(crm.id()).state()).isEqualTo(TokenState.REVOKED);
    isAudited(false);

    cipher.breaks(slot -> false);
    assertThat(node.token(N)).isEqualTo("token-2");
    isToldLaterBy(node);
  }

  @Test
  void isToldLaterForAnotherNodesTokenWhenTheKeysAreOutOfReach() {
    try (Node other = node.another()) {
      cipher.breaks(slot -> true);
      assertThatThrownBy(() -> other.auth.tokens().revoke(crm.id()))
          .isInstanceOf(CalloutAuthException.class);
      cipher.breaks(slot -> false);

      isToldLaterBy(other);
    }
  }

  @Test
  void isToldLaterWhenOnlyTheTokenIsOutOfReach() {
    try (Node other = node.another()) {
      cipher.breaks(slot -> slot.equals("access_token"));
      assertThat(other.auth.tokens().revoke(crm.id()).outcome())
          .isEqualTo(RevocationReport.Outcome.NOT_TOLD);
      cipher.breaks(slot -> false);

      isToldLaterBy(other);
    }
  }

  @Test
  void isToldLaterWhenTheClientSecretDoesNotOpen() {
    cipher.refuses("client_secret");

    assertThatThrownBy(this::revoked).isInstanceOf(SealedValueException.class);
    isAudited(false);
    node.pass(Duration.ofMinutes(5));
    assertThat(server.arrivedAt("/revoke")).isEmpty();

    cipher.refuses("");
    isToldLaterBy(node);
  }

  @Test
  void isOfferedAgainWhenTheTokenCouldNotBeSealedAnew() {
    server.answerRevocations(new TokenServer.Answer(503, ""));
    cipher.breaks(slot -> slot.equals("revoked_token"));
    try (LogCapture log = LogCapture.start()) {
      assertThat(revoked()).isEqualTo(RevocationReport.Outcome.NOT_TOLD);
      assertThat(log.lines()).noneMatch(line -> line.contains("token-1"));
    }
    cipher.breaks(slot -> false);

    node.pass(Duration.ofMinutes(1));

    Eventually.holds(() -> server.arrivedAt("/revoke").count() == 2);
  }

  @Test
  void isToldToNobodyWhenTheKeysComeBackAfterItsEndpointWasChanged() {
    cipher.breaks(slot -> true);
    assertThatThrownBy(this::revoked).isInstanceOf(CalloutAuthException.class);
    cipher.breaks(slot -> false);

    node.edit(crm.id(), d -> d.clientSecret("s").revocationEndpoint(server.url("/revoke?new")));
    try (LogCapture log = LogCapture.start()) {
      node.awaitWithinMinutes(
          () ->
              log.lines().stream().anyMatch(line -> line.contains("is another one now"))
                  || server.arrivedAt("/revoke").findAny().isPresent());
    }

    assertThat(server.arrivedAt("/revoke")).isEmpty();
  }

  @Test
  void leavesNoTokenOnThisNodeWhenTheStoreIsDown() {
    store.down(true);

    assertThatThrownBy(this::revoked).isInstanceOf(StoreUnavailableException.class);

    assertThat(node.auth.health().tokensHeld()).isZero();
    assertThat(node.serves(N)).isFalse();
    isAudited(false);
  }

  @Test
  void isDoneThoughASiblingsEndpointIsUnreadable() {
    ProviderKey key = new ProviderKey("acme", crm.id().value());
    ProviderContent mine = store.providers().find(key).orElseThrow().content();
    Map<String, String> settings = new HashMap<>(mine.settings());
    settings.put("token_endpoint", "no url at all");
    store
        .providers()
        .create(
            new ProviderKey("acme", "sibling"),
            ProviderContent.builder(new ProviderName("ERP", "erp"))
                .settings(settings)
                .secrets(mine.secrets())
                .build(),
            10);

    assertThat(revoked()).isEqualTo(RevocationReport.Outcome.REVOKED);
  }

  @Test
  void isDoneThoughNobodyKnowsWhoSharesTheToken() {
    store.breaks("findByClient");

    RevocationReport report = node.auth.tokens().revoke(crm.id());

    assertThat(report.outcome()).isEqualTo(RevocationReport.Outcome.REVOKED);
    assertThat(report.sharing()).isEmpty();
    isAudited(true);
  }

  @Test
  void isToldByAnotherNodeWhenThisOneEndsBeforeItTells() {
    store.holds("revoke");
    CompletableFuture<Void> lost =
        CompletableFuture.runAsync(this::revoked).exceptionally(closed -> null);
    Eventually.holds(store::isHolding);
    node.close();
    lost.join();

    try (Node other = node.another()) {
      isToldLaterBy(other);
    }
  }

  @Test
  void isToldOnceMoreWhenTheStoreDidNotHearThatItWasTold() {
    store.breaks("remove");
    assertThat(revoked()).isEqualTo(RevocationReport.Outcome.REVOKED);
    store.breaks("");

    node.pass(Duration.ofMinutes(3));

    Eventually.holds(() -> server.arrivedAt("/revoke").count() == 2);
  }

  @Test
  void ofTooManyIsToldAtOnceAndNotAgain() {
    server.answerRevocations(new TokenServer.Answer(503, ""));
    for (int i = 0; i < 100; i++) {
      revoked();
      node.token(N);
    }

    try (LogCapture log = LogCapture.start()) {
      assertThat(revoked()).isEqualTo(RevocationReport.Outcome.NOT_TOLD);
      assertThat(log.lines()).anyMatch(line -> line.contains("too many of its wait"));
    }
  }
}
