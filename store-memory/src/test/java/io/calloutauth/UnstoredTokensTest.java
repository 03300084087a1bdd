package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.AuthorizationError;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.Opened;
import io.calloutauth.seal.SealContext;
import io.calloutauth.seal.SealedText;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.seal.SecretCipher;
import io.calloutauth.store.StoreException;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.TokenServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a code brought while something else happened to its provider: kept for what it was issued
 * for, and else taken back at the server that issued it.
 */
class UnstoredTokensTest extends AuthorizingNode {

  /** Of 20 tries with two questions each, so many are not reached. */
  private static final int FEW = 20;

  private BreakableStore overABreakableStore() {
    node.close();
    BreakableStore store = new BreakableStore(MemoryStore.create(node.time.wallClock()));
    node = Node.over(store, node.time, server);
    return store;
  }

  /** Completes an authorization, and lets something happen while its code is at the server. */
  private Authorizations.Result completed(Provider provider, Runnable meanwhile) {
    String state = begun(provider);
    int before = server.exchanges();
    server.hold();
    CompletableFuture<Authorizations.Result> result =
        CompletableFuture.supplyAsync(
            () -> alice().complete(back(provider, "code=c&state=" + state), LOGIN));
    server.awaitExchanges(before + 1);
    node.time.pass(Duration.ofSeconds(1));
    meanwhile.run();
    node.time.pass(Duration.ofSeconds(1));
    server.release();
    return result.join();
  }

  private List<TokenServer.Arrived> told(String path) {
    return server.arrivedAt(path).toList();
  }

  private void tookBackBoth(String path, String client) {
    Eventually.holds(() -> told(path).size() == 2);
    assertThat(told(path))
        .extracting(TokenServer.Arrived::body)
        .satisfiesExactly(
            first -> assertThat(first).contains("token=refresh-1", "hint=refresh_token", client),
            second -> assertThat(second).contains("token=token-1", "hint=access_token", client));
  }

  private enum Edit {
    SCOPE(draft -> draft.scope("orders.read")),
    ORIGINS(draft -> draft.testEndpoint(null).noOrigins().origin("https://api.example.com")),
    BOTH(
        draft ->
            draft
                .scope("orders.read")
                .testEndpoint(null)
                .noOrigins()
                .origin("https://api.example.com"));

    private final UnaryOperator<ProviderSettings.Builder> edit;

    Edit(UnaryOperator<ProviderSettings.Builder> edit) {
      this.edit = edit;
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepAnAccessTokenForNoLaterEpochButTheRefreshToken(Edit edit) {
    Provider provider = made();

    Authorizations.Result result =
        completed(provider, () -> node.edit(provider.id(), draft -> edit.edit.apply(draft)));

    assertThat(result.isDone()).isTrue();
    assertThat(row(provider).token()).isNull();
    assertThat(row(provider).authorization().authorizedBy()).isEqualTo("alice");
    assertThat(node.token(N)).isEqualTo("token-2");
    assertThat(told("/token").get(1).body()).contains("refresh_token=refresh-1");
    assertThat(told("/revoke")).as("it would end the refresh token at some servers").isEmpty();
  }

  @Test
  void keepAnAccessTokenForNoLaterEpochThatAnotherNodeBegan() {
    Provider provider = made();
    try (Node other = node.another()) {
      Authorizations.Result result =
          completed(provider, () -> other.edit(provider.id(), Edit.ORIGINS.edit::apply));

      assertThat(result.isDone()).isTrue();
      assertThat(row(provider).token()).isNull();
      assertThat(other.token(N)).isEqualTo("token-2");
    }
  }

  @Test
  void outliveADisabling() {
    Provider provider = made();

    completed(provider, () -> node.auth.providers().disable(provider.id()));
    node.auth.providers().enable(provider.id());

    assertThat(row(provider).token()).isNull();
    assertThat(node.token(N)).isEqualTo("token-2");
  }

  /** However long it takes to open what completes it: a revocation since it was begun counts. */
  @Test
  void areNotStoredAfterARevocationJustBeforeTheCodeIsRedeemed() {
    node.close();
    Runnable[] meanwhile = {() -> {}};
    SecretCipher keys = SealingKeys.ephemeral();
    node =
        Node.over(
            MemoryStore.create(node.time.wallClock()),
            new SlowCipher(keys, () -> meanwhile[0].run()),
            node.time,
            server);
    Provider provider = made();
    String state = begun(provider);
    meanwhile[0] =
        () -> {
          meanwhile[0] = () -> {};
          node.time.pass(Duration.ofSeconds(1));
          node.auth.tokens().revoke(provider.id());
          node.time.pass(Duration.ofSeconds(1));
        };

    assertThat(alice().complete(back(provider, "code=c&state=" + state), LOGIN).error())
        .contains(AuthorizationError.PROVIDER_CHANGED);

    assertThat(row(provider).authorization().continuation()).isNull();
    tookBackBoth("/revoke", "");
  }

  /** A cipher that lets something happen before it opens what completes an authorization. */
  private record SlowCipher(SecretCipher cipher, Runnable before) implements SecretCipher {

    @Override
    public SealedText seal(SealContext context, String plainText) {
      return cipher.seal(context, plainText);
    }

    @Override
    public Opened open(SealContext context, String sealed) {
      if (context.name().equals("pending_authorization")) {
        before.run();
      }
      return cipher.open(context, sealed);
    }

    @Override
    public List<String> keyIds() {
      return cipher.keyIds();
    }
  }

  /** The refresh path has the same rule: what is issued for one epoch serves no later one. */
  @Test
  void ofARefreshServeNoLaterEpoch() {
    Provider provider = made();
    authorized(provider);
    node.time.pass(Duration.ofMinutes(59).plusSeconds(45));
    server.hold();
    CompletableFuture<CalloutCredentials> asked = node.later(N);
    server.awaitExchanges(2);
    node.edit(provider.id(), Edit.ORIGINS.edit::apply);
    node.time.pass(Duration.ofSeconds(1));
    server.release();

    Eventually.holds(() -> row(provider).leaseFor().isZero());
    Eventually.holds(
        () -> {
          node.time.pass(Duration.ofMillis(10)); // whoever waits looks again
          return asked.isDone();
        });
    assertThat(Node.bearer(asked.join())).isEqualTo("token-3");
    assertThat(told("/token").get(2).body()).contains("refresh_token=refresh-2");
  }

  @Test
  void areTakenBackWhereTheyWereIssuedAfterAnEditThatEndsTheAuthorization() {
    Provider provider = made();

    Authorizations.Result result =
        completed(
            provider,
            () ->
                node.edit(
                    provider.id(),
                    draft ->
                        draft
                            .clientId("other")
                            .revocationEndpoint(server.url("/elsewhere"))
                            .clientSecret("another")));

    assertThat(result.error()).contains(AuthorizationError.PROVIDER_CHANGED);
    tookBackBoth("/revoke", "");
    assertThat(told("/revoke"))
        .extracting(TokenServer.Arrived::authorization)
        .containsOnly(told("/token").get(0).authorization());
    assertThat(told("/elsewhere")).isEmpty();
    assertThat(row(provider).authorization().continuation()).isNull();
  }

  @Test
  void ofAPublicClientAreTakenBackAfterAnEditOfWhereTokensMayGo() {
    Provider provider =
        made(d -> d.clientAuthentication(ClientAuthentication.NONE).clientSecret(null));

    Authorizations.Result result =
        completed(provider, () -> node.edit(provider.id(), Edit.ORIGINS.edit::apply));

    assertThat(result.error()).contains(AuthorizationError.PROVIDER_CHANGED);
    tookBackBoth("/revoke", "client_id=billing");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void areTakenBackOnceTheProviderIsRevokedOrGone(boolean revoked) {
    Provider provider = made();

    Authorizations.Result result =
        completed(
            provider,
            () -> {
              if (revoked) {
                node.auth.tokens().revoke(provider.id());
              } else {
                node.auth.providers().deleteAndDetach(provider.id());
              }
            });

    assertThat(result.error()).contains(AuthorizationError.PROVIDER_CHANGED);
    tookBackBoth("/revoke", "");
    Eventually.holds(
        () -> node.events.stream().filter(UnstoredTokensTest::isTakenBack).count() == 2);
  }

  private static boolean isTakenBack(CalloutAuthEvent event) {
    return event.type() == EventType.TOKEN_REVOKED
        && event.succeeded()
        && event.actor().isEmpty()
        && event.detail().equals("REVOKED");
  }

  @Test
  void areTakenBackWithoutARefreshToken() {
    Provider provider = made();
    server.answerTokens(n -> token(n, ""));

    assertThat(authorized(provider).error()).contains(AuthorizationError.NO_REFRESH_TOKEN);

    Eventually.holds(() -> told("/revoke").size() == 1);
    assertThat(told("/revoke").get(0).body()).contains("token=token-1", "hint=access_token");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void areTakenBackWhenTheStoreDoesNotTakeThem(boolean down) {
    BreakableStore store = overABreakableStore();
    Provider provider = made();

    Authorizations.Result result =
        completed(
            provider,
            () -> {
              store.down(down);
              store.breaks("complete");
            });

    assertThat(result.error()).contains(AuthorizationError.NOT_STORED);
    tookBackBoth("/revoke", "");
  }

  @Test
  void areTakenBackWhateverTheStoreThrows() {
    BreakableStore store = overABreakableStore();
    Provider provider = made();

    Authorizations.Result result =
        completed(provider, () -> store.breaks("find", new IllegalStateException("not as agreed")));

    assertThat(result.error()).contains(AuthorizationError.NOT_STORED);
    tookBackBoth("/revoke", "");
  }

  @Test
  void areNotOfferedAgainToAStoreThatNeverTakesThem() {
    assertThat(asksOfAStore(new StoreException("not so", false, null), Duration.ZERO))
        .isLessThan(FEW);
  }

  @Test
  void areOfferedForAWhileToAStoreThatTakesLongToFail() {
    assertThat(asksOfAStore(new StoreException("down", true, null), Duration.ofSeconds(8)))
        .isLessThan(FEW);
  }

  /** Returns how often a store is asked that takes no lease, and some time to read a token row. */
  private int asksOfAStore(StoreException thrown, Duration slowness) {
    BreakableStore store = overABreakableStore();
    Provider provider = made();
    AtomicInteger before = new AtomicInteger();
    AtomicInteger slow = new AtomicInteger(2);

    completed(
        provider,
        () -> {
          before.set(store.asked());
          store.breaks("lease", thrown);
          store.holdsUp(
              () -> {
                if (slow.getAndDecrement() > 0) {
                  node.time.pass(slowness);
                }
              });
        });
    tookBackBoth("/revoke", "");
    return store.asked() - before.get();
  }

  /** At many servers the end of one token ends all that the same person gave the client. */
  @ParameterizedTest
  @ValueSource(strings = {"no refresh token", "down", "broken"})
  void areLeftAloneWhileTheAuthorizationBeforeCounts(String cause) {
    BreakableStore store = overABreakableStore();
    Provider provider = made();
    authorized(provider);
    if (cause.equals("no refresh token")) {
      server.answerTokens(n -> token(n, ""));
    }

    try (LogCapture log = LogCapture.start()) {
      Authorizations.Result result =
          completed(
              provider,
              () -> {
                store.down(cause.equals("down"));
                store.breaks(cause.equals("broken") ? "complete" : "");
              });

      assertThat(result.isDone()).isFalse();
      Eventually.holds(
          () -> log.lines().stream().anyMatch(line -> line.contains("another authorization")));
    }
    store.down(false);
    store.breaks("");
    assertThat(told("/revoke")).isEmpty();
    assertThat(node.token(N)).isEqualTo("token-1");
  }

  /** A refresh under way brings tokens of the one before, which the same person may have given. */
  @Test
  void areLeftAloneWhileTheAuthorizationThatCameBetweenCounts() {
    Provider provider = made();
    authorized(provider);
    node.time.pass(Duration.ofMinutes(59).plusSeconds(45));
    CompletableFuture<Void> gate = new CompletableFuture<>();
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    server.answerRequests(
        request -> {
          if (!request.body().contains("grant_type=refresh_token")) {
            return token(3, "\"refresh-3\"");
          }
          arrived.complete(null);
          return gate.thenApply(opened -> token(2, "\"refresh-2\"")).join();
        });
    CompletableFuture<CalloutCredentials> asked = node.patiently(N);
    arrived.join();
    assertThat(authorized(provider).isDone()).isTrue();

    try (LogCapture log = LogCapture.start()) {
      gate.complete(null);
      Eventually.holds(
          () -> log.lines().stream().anyMatch(line -> line.contains("another authorization")));
    }

    assertThat(told("/revoke")).isEmpty();
    node.passUntil(Duration.ofMillis(50), asked::isDone);
    assertThat(Node.bearer(asked.join())).isEqualTo("token-3");
  }

  /** Two providers of one client, one for each scope say, are one to their server. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void areLeftAloneOnlyWhileTheAuthorizationOfAnotherProviderOfTheClientCounts(boolean revoked) {
    Provider other = made(d -> d.name("CRM, read only").scope("orders.read"));
    assertThat(authorized(other).isDone()).isTrue();
    if (revoked) {
      node.auth.tokens().revoke(other.id());
      node.time.pass(Duration.ofSeconds(1));
    }
    int before = told("/revoke").size();
    Provider provider = made(d -> d.name("CRM, all"));
    server.answerTokens(n -> token(n, ""));

    try (LogCapture log = LogCapture.start()) {
      assertThat(authorized(provider).error()).contains(AuthorizationError.NO_REFRESH_TOKEN);
      Eventually.holds(
          () ->
              told("/revoke").size() > before
                  || log.lines().stream().anyMatch(line -> line.contains("another authorization")));
    }

    assertThat(told("/revoke")).hasSize(revoked ? before + 1 : before);
  }

  @Test
  void areLeftAloneFromWhenAnotherAuthorizationCounts() {
    Provider provider = made(d -> d.revocationEndpoint(server.url("/take-back")));
    AtomicInteger codes = new AtomicInteger();
    AtomicInteger tellings = new AtomicInteger();
    server.answerRequests(
        request -> {
          if (request.path().equals("/take-back")) {
            if (request.body().contains("refresh-1") && tellings.getAndIncrement() == 0) {
              node.time.pass(Duration.ofSeconds(10));
              assertThat(authorized(provider).isDone()).isTrue();
            }
            return new TokenServer.Answer(200, "");
          }
          int n = codes.incrementAndGet();
          if (n == 1) {
            node.time.pass(Duration.ofSeconds(1));
            node.auth.tokens().revoke(provider.id());
            node.time.pass(Duration.ofSeconds(1));
          }
          return token(n, "\"refresh-" + n + "\"");
        });

    try (LogCapture log = LogCapture.start()) {
      assertThat(authorized(provider).isDone()).isFalse();
      Eventually.holds(
          () -> log.lines().stream().anyMatch(line -> line.contains("another authorization")));
    }

    assertThat(told("/take-back")).hasSize(1);
  }

  @Test
  void areToldOfWhereTheServerTakesNothingBack() {
    Provider provider = made(d -> d.revocationEndpoint(null));
    server.answerTokens(n -> token(n, ""));

    try (LogCapture log = LogCapture.start()) {
      authorized(provider);

      Eventually.holds(
          () ->
              log.lines().stream()
                  .anyMatch(
                      line ->
                          line.contains(provider.id().toString())
                              && line.contains("not told of a revocation")));
    }
  }
}
