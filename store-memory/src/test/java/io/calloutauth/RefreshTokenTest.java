package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.seal.SecretCipher;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Store;
import io.calloutauth.store.TokenRow;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.RotatingServer;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The refresh token grant at a server that rotates, and ends what is used twice. */
class RefreshTokenTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualWorld time = new ManualWorld();
  private final Store shared = MemoryStore.create(time.wallClock());
  private final SecretCipher cipher = SealingKeys.ephemeral();
  private BreakableStore store;
  private TokenServer server;
  private RotatingServer rotating;
  private Node node;
  private Provider provider;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    rotating = new RotatingServer(server);
    store = new BreakableStore(shared);
    node = Node.over(store, cipher, time, server);
    provider = node.auth.providers().create(settings().build());
    node.auth.notifications().bind(OneNode.N, provider.id());
  }

  @AfterEach
  void stop() {
    node.close();
    server.close();
  }

  private ProviderSettings.Builder settings() {
    return ProviderSettings.refreshToken()
        .name("Zuora")
        .clientId("billing")
        .clientSecret("s3cret")
        .refreshToken(rotating.authorize("typed"))
        .tokenEndpoint(server.url("/token"))
        .revocationEndpoint(server.url("/revoke"))
        .anyOrigin();
  }

  private ProviderKey key() {
    return new ProviderKey("acme", provider.id().value());
  }

  private TokenRow row() {
    return shared.tokens().find(key()).orElseThrow();
  }

  private TokenStatus status() {
    return node.auth.tokens().status(provider.id());
  }

  private Node another() {
    return Node.over(shared, cipher, time, server);
  }

  private long events(EventType type) {
    return node.events.stream().filter(event -> event.type() == type).count();
  }

  @Test
  void usesTheTypedOneFirstAndThenThoseThatCame() {
    assertThat(node.token(OneNode.N)).isEqualTo("access-1");
    node.pass(HOUR);
    assertThat(node.token(OneNode.N)).isEqualTo("access-2");
    try (Node other = another()) {
      other.pass(HOUR);
      assertThat(other.token(OneNode.N)).isEqualTo("access-3");
    }

    assertThat(rotating.sent()).containsExactly("typed", "refresh-1", "refresh-2");
    assertThat(row().authorization().doubt()).isNull();
  }

  @Test
  void keepsTheOldOneWhereNoneComes() {
    server.answerTokens(n -> TokenServer.Answer.token("access-" + n, 3600));
    node.token(OneNode.N);
    node.pass(HOUR);
    node.token(OneNode.N);

    assertThat(server.arrivedAt("/token").map(TokenServer.Arrived::body))
        .hasSize(2)
        .allMatch(body -> body.contains("refresh_token=typed"));
  }

  @Test
  void anEditOfTheScopeCostsNoAuthorization() {
    node.token(OneNode.N);
    node.edit(provider.id(), draft -> draft.scope("another").clientSecret("other"));

    assertThat(node.token(OneNode.N)).isEqualTo("access-2");
    assertThat(rotating.sent()).containsExactly("typed", "refresh-1");
  }

  @Test
  void aTypedOneStartsAnotherAuthorization() {
    node.token(OneNode.N);
    node.edit(provider.id(), draft -> draft.refreshToken(rotating.authorize("second")));

    assertThat(node.token(OneNode.N)).isEqualTo("access-2");
    assertThat(rotating.sent()).containsExactly("typed", "second");
  }

  @Test
  void nothingIsSentWithoutTheStore() {
    node.token(OneNode.N);
    store.down(true);
    node.pass(HOUR);

    CalloutAuthException refused = node.refusal(OneNode.N);

    assertThat(refused).isInstanceOf(StoreUnavailableException.class);
    assertThat(refused.retryable()).isTrue();
    assertThat(rotating.sent()).containsExactly("typed");
    store.down(false);
    node.pass(Duration.ofSeconds(10));
    assertThat(node.token(OneNode.N)).isEqualTo("access-2");
  }

  @Test
  void nothingIsSentWithoutTheLease() {
    store.breaks("lease");

    assertThat(node.refusal(OneNode.N)).isInstanceOf(StoreUnavailableException.class);
    assertThat(rotating.sent()).isEmpty();
  }

  @Test
  void nobodyIsToldATokenBeforeItIsWritten() {
    store.breaks("complete");
    CompletableFuture<CalloutCredentials> first = node.later(OneNode.N);
    awaitHeld();
    assertThat(rotating.rotations()).isEqualTo(1);
    assertThat(first).isNotDone();
    time.pass(Duration.ofMinutes(3)); // past the lease
    CompletableFuture<CalloutCredentials> asked = node.patiently(OneNode.N);
    assertThat(asked).isNotDone();
    assertThat(row().authorization().doubt()).isNotNull();
    try (Node other = another()) {
      store.breaks("");
      Eventually.holds(
          () -> {
            time.pass(Duration.ofMillis(100));
            return asked.isDone();
          });

      assertThat(Node.bearer(asked.join())).isEqualTo("access-1");
      assertThat(row().authorization().doubt()).isNull();
      assertThat(other.token(OneNode.N)).isEqualTo("access-1");
    }
    assertThat(rotating.sent()).containsExactly("typed");
  }

  /** Until the write waits for its next half second. */
  private void awaitHeld() {
    Eventually.holds(() -> time.tasksAfter(Duration.ofMillis(500)) == 1);
  }

  @Test
  void aHeldWriteIsTriedWhenTheNodeIsClosed() {
    store.breaks("complete");
    CompletableFuture<CalloutCredentials> asked = node.later(OneNode.N);
    awaitHeld();
    store.breaks("");
    node.close();

    assertThat(asked).isCompletedExceptionally();
    try (Node other = another()) {
      assertThat(other.token(OneNode.N)).isEqualTo("access-1");
    }
    assertThat(rotating.sent()).containsExactly("typed");
  }

  @Test
  void aRequestThatWasSentIsWaitedForWhenTheNodeIsClosed() {
    server.hold();
    CompletableFuture<CalloutCredentials> asked = node.later(OneNode.N);
    server.awaitExchanges(1);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(node::close);
    Eventually.holds(asked::isDone); // whoever waits is told at once
    server.release();
    closing.join();

    assertThat(asked).isCompletedExceptionally();
    assertThat(row().authorization().doubt()).isNull();
    try (Node other = another()) {
      assertThat(other.token(OneNode.N)).isEqualTo("access-1");
    }
    assertThat(rotating.sent()).containsExactly("typed");
  }

  @Test
  void whatComesWhileTheNodeIsClosedIsTriedUntilTheStoreTakesIt() {
    server.hold();
    CompletableFuture<CalloutCredentials> asked = node.later(OneNode.N);
    server.awaitExchanges(1);
    store.breaks("complete");
    CompletableFuture<Void> closing = CompletableFuture.runAsync(node::close);
    Eventually.holds(asked::isDone);
    int before = store.asked();
    server.release();
    Eventually.holds(() -> store.asked() > before);
    store.breaks("");
    closing.join();

    assertThat(row().authorization().doubt()).isNull();
    assertThat(row().authorization().continuation()).isNotNull();
  }

  /** The server rotated, and the node died before it wrote. */
  private void crashAfterRotation() {
    store.breaks("complete");
    CompletableFuture<CalloutCredentials> asked = node.later(OneNode.N);
    awaitHeld();
    assertThat(asked).isNotDone();
    store.down(true);
    node.close();
  }

  @Test
  void inDoubtWithAUsableTokenItIsLeftAloneUntilShortlyBeforeItsEnd() {
    node.token(OneNode.N);
    node.pass(Duration.ofMinutes(50));
    store.breaks("complete");
    node.token(OneNode.N); // starts the renewal behind
    awaitHeld();
    store.down(true);
    node.close();
    node = another();

    time.pass(Duration.ofMinutes(3)); // past the lease
    assertThat(node.token(OneNode.N)).isEqualTo("access-1");
    node.awaitQuiet();
    time.pass(Duration.ofMinutes(3));
    assertThat(node.token(OneNode.N)).isEqualTo("access-1");
    node.awaitQuiet();

    assertThat(rotating.reuses()).isZero();
    assertThat(rotating.isAlive("access-1")).isTrue();
    Eventually.holds(() -> events(EventType.AUTHORIZATION_IN_DOUBT) == 1);
    assertThat(status().authorization().orElseThrow().inDoubtSince()).isPresent();
    assertThat(status().state()).isEqualTo(TokenState.ACTIVE);
    assertThat(needingAuthorization()).isOne();
    assertThat(node.auth.health().authorizationsNeeded()).isOne();

    time.pass(Duration.ofMinutes(4));
    AuthorizationNeededException needed = (AuthorizationNeededException) refusalInTime();
    assertThat(needed.inDoubt()).isTrue();
    assertThat(rotating.reuses()).isEqualTo(1);
    assertThat(status().state()).isEqualTo(TokenState.AUTHORIZATION_NEEDED);
    assertThat(status().failure().orElseThrow().error())
        .isEqualTo(TokenError.AUTHORIZATION_IN_DOUBT);
    assertThat(needingAuthorization()).isOne();
    assertThat(node.auth.health().authorizationsNeeded()).isOne();
    assertThat(node.auth.health().toMap()).containsEntry("authorizations_needed", 1);
  }

  private int needingAuthorization() {
    return node.auth
        .providers()
        .search(ProviderQuery.all().needsAuthorization(), 10)
        .items()
        .size();
  }

  @Test
  void countsNobodyWhoseAuthorizationIsGood() {
    node.token(OneNode.N);

    assertThat(needingAuthorization()).isZero();
    assertThat(node.auth.health().authorizationsNeeded()).isZero();
  }

  /** A node waits some seconds before it tries a refresh token that is in doubt. */
  private CalloutAuthException refusalInTime() {
    CompletableFuture<CalloutCredentials> asked = node.patiently(OneNode.N);
    node.passUntil(Duration.ofMillis(100), asked::isDone);
    return (CalloutAuthException) asked.handle((credentials, failure) -> failure).join();
  }

  @Test
  void aCommandInDoubtLeavesItAloneToo() {
    inDoubt();

    AuthorizationNeededException needed =
        catchThrowableOfType(
            AuthorizationNeededException.class, () -> node.auth.tokens().obtain(provider.id()));

    assertThat(needed.inDoubt()).isTrue();
    assertThat(needed.retryable()).isFalse();
    assertThat(rotating.reuses()).isZero();
  }

  private void inDoubt() {
    node.token(OneNode.N);
    node.pass(Duration.ofMinutes(50));
    crashBehind();
    time.pass(Duration.ofMinutes(3));
  }

  private void crashBehind() {
    store.breaks("complete");
    node.token(OneNode.N);
    awaitHeld();
    store.down(true);
    node.close();
    node = another();
  }

  @Test
  void withinAReuseIntervalItIsSentOnceMore() {
    node.edit(provider.id(), draft -> draft.refreshTokenReuseInterval(Duration.ofMinutes(10)));
    node.token(OneNode.N);
    node.pass(Duration.ofMinutes(50));
    crashBehind();
    time.pass(Duration.ofMinutes(2));
    node.token(OneNode.N); // takes over what the row has
    node.token(OneNode.N);

    Eventually.holds(() -> rotating.sent().size() == 3);
    assertThat(rotating.sent()).containsExactly("typed", "refresh-1", "refresh-1");
  }

  @Test
  void whatSurelyWasNotCarriedOutLiftsTheDoubt() {
    rotating.change(answer -> TokenServer.Answer.error(401, "invalid_client"));
    node.refusal(OneNode.N);
    assertThat(row().authorization().doubt()).isNull();
  }

  @Test
  void whatMayHaveBeenCarriedOutLeavesIt() {
    rotating.change(answer -> new TokenServer.Answer(502, "<html>"));
    node.refusal(OneNode.N);
    assertThat(row().authorization().doubt()).isNotNull();

    rotating.change(answer -> TokenServer.Answer.error(401, "invalid_client"));
    node.pass(Duration.ofSeconds(10));
    refusalInTime();
    assertThat(row().authorization().doubt()).isNotNull();
  }

  @Test
  void aRefusedAuthorizationIsNotTriedByItselfAnyMore() {
    node.token(OneNode.N);
    rotating.change(answer -> TokenServer.Answer.error(400, "invalid_grant"));
    node.pass(HOUR);
    AuthorizationNeededException needed = (AuthorizationNeededException) node.refusal(OneNode.N);
    int sent = rotating.sent().size();
    for (int i = 0; i < 20; i++) {
      node.pass(Duration.ofMinutes(10));
      assertThat(node.refusal(OneNode.N)).isInstanceOf(AuthorizationNeededException.class);
    }

    assertThat(needed.inDoubt()).isFalse();
    assertThat(needed.since()).isPresent();
    assertThat(needed).hasMessageEndingWith("enter a new refresh token");
    assertThat(status().nextAttemptAt()).isEmpty();
    assertThat(status().toMap()).doesNotContainKey("next_attempt_at");
    assertThat(rotating.sent()).hasSize(sent);
    Eventually.holds(() -> events(EventType.AUTHORIZATION_NEEDED) == 1);
    assertThat(status().state()).isEqualTo(TokenState.AUTHORIZATION_NEEDED);
    assertThat(status().failure().orElseThrow().error()).isEqualTo(TokenError.AUTHORIZATION_OVER);

    rotating.change(answer -> answer);
    node.edit(provider.id(), draft -> draft.refreshToken(rotating.authorize("again")));
    assertThat(node.token(OneNode.N)).startsWith("access-");
    assertThat(status().state()).isEqualTo(TokenState.ACTIVE);
  }

  @Test
  void aCommandTriesTheTypedOneOnceMore() {
    rotating.change(answer -> TokenServer.Answer.error(400, "invalid_grant"));
    node.refusal(OneNode.N);
    server.answerTokens(n -> TokenServer.Answer.token("mended", 3600));

    node.auth.tokens().obtain(provider.id());

    assertThat(node.token(OneNode.N)).isEqualTo("mended");
  }

  @Test
  void fourNodesAtOnceSendItOnce() {
    List<Node> nodes = List.of(another(), another(), another(), another());
    List<CompletableFuture<CalloutCredentials>> asked =
        nodes.stream().map(each -> each.patiently(OneNode.N)).toList();
    Eventually.holds(
        () -> {
          nodes.forEach(Node::awaitQuiet);
          time.pass(Duration.ofMillis(20));
          return asked.stream().allMatch(CompletableFuture::isDone);
        });

    assertThat(asked).allMatch(each -> Node.bearer(each.join()).equals("access-1"));
    assertThat(rotating.sent()).containsExactly("typed");
    nodes.forEach(Node::close);
  }

  @Test
  void anEditWhileItIsUnderWaySendsItOnce() {
    server.hold();
    CompletableFuture<CalloutCredentials> before = node.patiently(OneNode.N);
    server.awaitExchanges(1);
    node.edit(provider.id(), draft -> draft.scope("another").clientSecret("other"));
    CompletableFuture<CalloutCredentials> after = node.patiently(OneNode.N);
    Instant looked = time.instant().plusSeconds(4);
    Eventually.holds(
        () -> {
          time.pass(Duration.ofMillis(50));
          return time.instant().isAfter(looked);
        });
    assertThat(server.exchanges()).isEqualTo(1);
    server.release();
    node.passUntil(Duration.ofMillis(50), () -> before.isDone() && after.isDone());

    assertThat(rotating.sent()).containsExactly("typed", "refresh-1");
    assertThat(Node.bearer(after.join())).isEqualTo("access-2");
  }

  /** A lease counts for its own epoch, and a doubt for its own authorization. */
  @Test
  void aTypedOneDoesNotWaitForTheOneBefore() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    rotating.change(answer -> gate.thenApply(opened -> answer).join());
    CompletableFuture<CalloutCredentials> before = node.patiently(OneNode.N);
    Eventually.holds(() -> rotating.rotations() == 1);
    rotating.change(answer -> answer);
    try (Node other = another()) {
      other.edit(provider.id(), draft -> draft.refreshToken(rotating.authorize("second")));
      assertThat(Node.bearer(other.later(OneNode.N).join())).isEqualTo("access-2");
    } finally {
      gate.complete(null);
    }
    node.passUntil(Duration.ofMillis(50), before::isDone);

    assertThat(Node.bearer(before.join())).isEqualTo("access-2");
    assertThat(revocations()).as("they might end the second one").isEmpty();
    assertThat(rotating.sent()).containsExactly("typed", "second");
  }

  @Test
  void aCrashAfterTheRotationIsTold() {
    crashAfterRotation();
    node = another();
    time.pass(Duration.ofMinutes(2));

    assertThat(((AuthorizationNeededException) refusalInTime()).inDoubt()).isTrue();
    assertThat(rotating.reuses()).isEqualTo(1);
  }

  private List<String> revocations() {
    return server.arrivedAt("/revoke").map(TokenServer.Arrived::body).toList();
  }

  @Test
  void aRevocationEndsTheAuthorizationEverywhere() {
    node.token(OneNode.N);
    node.auth.tokens().revoke(provider.id());

    assertThat(revocations())
        .singleElement()
        .asString()
        .contains("token=refresh-1&")
        .contains("token_type_hint=refresh_token");
    assertThat(node.refusal(OneNode.N)).isInstanceOf(AuthorizationNeededException.class);
    assertThat(status().state()).isEqualTo(TokenState.AUTHORIZATION_NEEDED);
    assertThat(
            catchThrowableOfType(
                AuthorizationNeededException.class, () -> node.auth.tokens().obtain(provider.id())))
        .isNotNull();
    assertThat(rotating.sent()).containsExactly("typed");
  }

  @Test
  void aTypedOneThatWasNeverUsedIsRevokedToo() {
    node.auth.tokens().revoke(provider.id());

    assertThat(revocations()).singleElement().asString().contains("token=typed&");
    assertThat(node.refusal(OneNode.N)).isInstanceOf(AuthorizationNeededException.class);
  }

  @Test
  void aServerOutOfReachIsToldLaterOfTheRefreshToken() {
    node.token(OneNode.N);
    server.answerRevocations(TokenServer.Answer.error(503, "temporarily_unavailable"));
    node.auth.tokens().revoke(provider.id());
    server.answerRevocations(new TokenServer.Answer(200, ""));

    node.awaitWithinMinutes(() -> revocations().size() == 2);
    assertThat(revocations()).allMatch(body -> body.contains("token_type_hint=refresh_token"));
    assertThat(revocations()).allMatch(body -> body.contains("token=refresh-1&"));
  }

  @Test
  void anIdleAuthorizationIsKeptAliveByOneNode() {
    rotating.add(",\"refresh_expires_in\":600");
    rotating.accessTokensLive(60);
    node.token(OneNode.N);
    try (Node other = another()) {
      node.awaitWithinMinutes(() -> rotating.sent().size() == 4);
      other.awaitQuiet();
    }

    node.awaitQuiet();
    assertThat(rotating.sent()).containsExactly("typed", "refresh-1", "refresh-2", "refresh-3");
    assertThat(row().authorization().endsIn()).isPositive();
  }
}
