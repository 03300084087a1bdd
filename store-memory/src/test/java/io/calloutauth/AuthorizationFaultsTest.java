package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.AuthorizationError;
import io.calloutauth.oauth.AuthorizationRequest;
import io.calloutauth.provider.Provider;
import io.calloutauth.store.PendingAuthorization;
import io.calloutauth.store.TokenRow;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.Race;
import io.calloutauth.testkit.TokenServer.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What comes back from a browser and completes nothing: each told by a reason of its own, nothing
 * redeemed, and the authorization before stays.
 */
class AuthorizationFaultsTest extends AuthorizingNode {

  private Authorizations.Result completed(Provider provider, String query) {
    return alice().complete(back(provider, query), LOGIN);
  }

  private void nothingChanged(Provider provider, Authorizations.Result result, TokenRow before) {
    assertThat(result.isDone()).isFalse();
    assertThat(row(provider).authorization().continuation())
        .isEqualTo(before.authorization().continuation());
    assertThat(row(provider).authorization().number()).isEqualTo(before.authorization().number());
    assertThat(row(provider).fence()).isEqualTo(before.fence());
    assertThat(result.text()).isNotBlank();
    assertThat(result.toMap()).containsEntry("error", result.error().orElseThrow().name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|NO_RESPONSE",
        "state=STATE|NO_RESPONSE",
        "code=c|NO_RESPONSE",
        "state=&code=c|NO_RESPONSE",
        "state=STATE&code=|NO_RESPONSE",
        "state=STATE&state=STATE&code=c|AMBIGUOUS_RESPONSE",
        "state=STATE&code=c&code=c|AMBIGUOUS_RESPONSE",
        "state=STATE&code=c&%63ode=d|AMBIGUOUS_RESPONSE",
        "state=STATE&code=c&error=access_denied|AMBIGUOUS_RESPONSE",
        "state=STATE&code=c&iss=a&iss=b|AMBIGUOUS_RESPONSE",
        "state=STATE&code=LONG|UNREADABLE_RESPONSE",
        "state=nobodys&code=c|UNKNOWN_STATE",
        "state=STATEx&code=c|UNKNOWN_STATE"
      })
  void isTakenForNothingBegunAndLeavesThatAsItIs(String query, AuthorizationError error) {
    Provider provider = made();
    authorized(provider);
    String state = begun(provider);
    TokenRow before = row(provider);
    String sent =
        query == null ? "" : query.replace("STATE", state).replace("LONG", "c".repeat(70_000));

    Authorizations.Result result = completed(provider, sent);

    assertThat(result.error()).contains(error);
    nothingChanged(provider, result, before);
    assertThat(server.exchanges()).isEqualTo(1);
    assertThat(completed(provider, "code=c&state=" + state).isDone()).isTrue();
  }

  /** Anybody may send such responses, as many as he likes. */
  @Test
  void isToldSixtyTimesAMinuteWhereItIsToNothingKnown() {
    Provider provider = made();
    String state = begun(provider);

    for (int n = 0; n < 40; n++) {
      assertThat(completed(provider, "").error()).contains(AuthorizationError.NO_RESPONSE);
      assertThat(completed(provider, "state=nobodys&code=c").error())
          .contains(AuthorizationError.UNKNOWN_STATE);
    }
    assertThat(node.auth.health().eventsDropped()).isEqualTo(20);
    assertThat(completed(provider, "code=c&state=" + state).isDone()).isTrue();
    node.time.pass(Duration.ofMinutes(1));
    completed(provider, "");
    node.close(); // every event was told

    assertThat(node.events)
        .filteredOn(event -> event.type() == EventType.AUTHORIZED)
        .hasSize(62)
        .filteredOn(CalloutAuthEvent::succeeded)
        .hasSize(1);
  }

  @Test
  void isToldSixtyTimesAMinuteWhereTheStoreDoesNotAnswer() {
    node.close();
    BreakableStore store = new BreakableStore(MemoryStore.create(node.time.wallClock()));
    node = Node.over(store, node.time, server);
    Provider provider = made();
    store.down(true);

    for (int n = 0; n < 70; n++) {
      assertThatThrownBy(() -> completed(provider, "state=nobodys&code=c"))
          .isInstanceOf(StoreUnavailableException.class);
    }
    node.close(); // every event was told

    assertThat(node.events).filteredOn(event -> event.type() == EventType.AUTHORIZED).hasSize(60);
  }

  @Test
  void isTakenOnce() {
    Provider provider = made();
    String state = begun(provider);
    assertThat(completed(provider, "code=c&state=" + state).isDone()).isTrue();
    TokenRow before = row(provider);

    Authorizations.Result again = completed(provider, "code=c&state=" + state);

    assertThat(again.error()).contains(AuthorizationError.UNKNOWN_STATE);
    nothingChanged(provider, again, before);
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void isTakenOnceOverTwoNodes() throws Exception {
    Provider provider = made();
    try (Node other = node.another()) {
      for (int round = 1; round <= 20; round++) {
        URI back = back(provider, "code=c&state=" + begun(provider));
        List<Boolean> done =
            Race.of(
                thread ->
                    (thread % 2 == 0 ? alice() : other.auth.authorizations())
                        .complete(back, LOGIN)
                        .isDone());
        assertThat(done).containsOnlyOnce(true);
        assertThat(server.exchanges()).isEqualTo(round);
        node.time.pass(Duration.ofMinutes(1)); // a minute has so many commands
      }
    }
  }

  @Test
  void ofAnotherLoginLeavesItToTheOneThatItWasBegunIn() {
    Provider provider = made();
    String state = begun(provider);
    TokenRow before = row(provider);

    Authorizations.Result result =
        node.auth
            .as("mallory")
            .authorizations()
            .complete(back(provider, "code=mallorys&state=" + state), "login of mallory");

    assertThat(result.error()).contains(AuthorizationError.OTHER_LOGIN);
    assertThat(result.provider()).isEmpty();
    nothingChanged(provider, result, before);
    assertThat(server.exchanges()).isZero();
    assertThat(completed(provider, "code=c&state=" + state).isDone()).isTrue();
  }

  @Test
  void ofAnotherTenantIsNotKnown() {
    Provider provider = made();
    String state = begun(provider);

    assertThat(
            node.tenants
                .tenant("other")
                .authorizations()
                .complete(back(provider, "code=c&state=" + state), LOGIN)
                .error())
        .contains(AuthorizationError.UNKNOWN_STATE);
    assertThat(completed(provider, "code=c&state=" + state).isDone()).isTrue();
  }

  @Test
  void comesTooLate() {
    Provider provider = made();
    String state = begun(provider);
    TokenRow before = row(provider);
    node.pass(Duration.ofMinutes(10));

    Authorizations.Result result = completed(provider, "code=c&state=" + state);

    assertThat(result.error()).contains(AuthorizationError.EXPIRED);
    nothingChanged(provider, result, before);
    assertThat(server.exchanges()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "true, '', ISSUER_MISSING",
    "true, https://evil.example.com, OTHER_ISSUER",
    "true, https://login.example.com/, OTHER_ISSUER",
    "false, https://evil.example.com, OTHER_ISSUER",
    "false, '', ",
    "true, https://login.example.com, ",
    "false, https://login.example.com, "
  })
  void namesTheVeryIssuerOrNoneWhereNoneIsPromised(
      boolean promised, String issuer, AuthorizationError error) {
    Provider provider =
        made(d -> d.issuer(ISSUER).authorizationRequests(a -> a.issuerInResponses(promised)));
    TokenRow before = row(provider);

    Authorizations.Result result =
        completed(provider, "code=c&state=" + begun(provider) + "&iss=" + issuer);

    assertThat(result.error().orElse(null)).isEqualTo(error);
    assertThat(server.exchanges()).isEqualTo(error == null ? 1 : 0);
    if (error != null) {
      nothingChanged(provider, result, before);
    }
  }

  @Test
  void namesNoIssuerToAProviderThatHasNone() {
    Provider provider = made();

    assertThat(completed(provider, "code=c&state=" + begun(provider) + "&iss=" + ISSUER).error())
        .contains(AuthorizationError.OTHER_ISSUER);
    assertThat(server.exchanges()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/callback/other", "/callback/ID/", "/", "", "/CALLBACK/ID"})
  void comesAtAnotherPath(String path) {
    Provider provider = made();
    TokenRow before = row(provider);
    URI request =
        URI.create(
            "https://host.example.com"
                + path.replace("ID", provider.id().toString())
                + "?code=c&state="
                + begun(provider));

    Authorizations.Result result = alice().complete(request, LOGIN);

    assertThat(result.error()).contains(AuthorizationError.OTHER_REDIRECT_URI);
    nothingChanged(provider, result, before);
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void isTheServersRefusal() {
    Provider provider = made();
    authorized(provider);
    TokenRow before = row(provider);
    String state = begun(provider);

    Authorizations.Result result =
        completed(
            provider, "error=access_denied&error_description=no%0Aof+" + state + "&state=" + state);

    assertThat(result.error()).contains(AuthorizationError.REFUSED);
    assertThat(result.code()).contains("access_denied");
    assertThat(result.untrustedDescription()).contains("noof ***");
    assertThat(result.toString()).doesNotContain("noof");
    nothingChanged(provider, result, before);
    assertThat(server.exchanges()).isEqualTo(1);
    assertThat(node.token(N)).isEqualTo("token-1");
  }

  /** Databases and JSON libraries take no half of a character. */
  @Test
  void isCutBetweenCharacters() {
    Provider provider = made();
    String smile = "%F0%9F%98%80";
    String name = "a".repeat(254) + "\uD83D\uDE00";
    URI go = node.auth.as(name).authorizations().begin(provider.id(), callback(provider), LOGIN);
    String state = parameters(go).getOrDefault("state", "");
    String refusal = "error=no&state=" + state + "&error_description=" + "a".repeat(499) + smile;
    assertThat(completed(provider, refusal).untrustedDescription()).contains("a".repeat(499));

    go = node.auth.as(name).authorizations().begin(provider.id(), callback(provider), LOGIN);
    completed(provider, "code=c&state=" + parameters(go).get("state"));

    assertThat(row(provider).authorization().authorizedBy()).isEqualTo("a".repeat(254) + "?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "\"\"", "\"a\\u0007b\"", "\"LONG\""})
  void bringsNoRefreshTokenThatCanBeUsed(String refreshToken) {
    Provider provider = made();
    authorized(provider);
    TokenRow before = row(provider);
    server.answerTokens(n -> token(n, refreshToken.replace("LONG", "r".repeat(65_537))));

    Authorizations.Result result = completed(provider, "code=c&state=" + begun(provider));

    assertThat(result.error()).contains(AuthorizationError.NO_REFRESH_TOKEN);
    nothingChanged(provider, result, before);
    assertThat(node.token(N)).isEqualTo("token-1");
  }

  @Test
  void mayBringTheSameRefreshTokenOrALongOne() {
    Provider provider = made();
    server.answerTokens(n -> token(n, "\"same\""));
    assertThat(authorized(provider).isDone()).isTrue();
    assertThat(authorized(provider).isDone()).isTrue();
    server.answerTokens(n -> token(n, "\"" + "r".repeat(65_536) + "\""));

    assertThat(authorized(provider).isDone()).isTrue();
    assertThat(node.token(N)).isEqualTo("token-3");
  }

  @Test
  void isACodeThatTheServerRefuses() {
    Provider provider = made();
    authorized(provider);
    TokenRow before = row(provider);
    server.answerTokens(n -> Answer.error(400, "invalid_grant"));

    Authorizations.Result result = completed(provider, "code=c&state=" + begun(provider));

    assertThat(result.error()).contains(AuthorizationError.CODE_REFUSED);
    assertThat(result.code()).contains("invalid_grant");
    nothingChanged(provider, result, before);
    assertThat(server.exchanges()).isEqualTo(2);
    assertThat(node.token(N)).isEqualTo("token-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "endpoint", "gone", "disabled"})
  void meetsAProviderThatWasChangedMeanwhile(String change) {
    Provider provider = made();
    String state = begun(provider);
    switch (change) {
      case "client" -> node.edit(provider.id(), d -> d.clientId("other"));
      case "endpoint" ->
          node.edit(
              provider.id(), d -> d.tokenEndpoint(server.url("/other")).clientSecret("again"));
      case "gone" -> {
        node.auth.notifications().unbind(N);
        node.auth.providers().delete(provider.id());
      }
      default -> node.auth.providers().disable(provider.id());
    }
    URI back = back(provider, "code=c&state=" + state);

    if (change.equals("disabled")) {
      assertThatThrownBy(() -> alice().complete(back, LOGIN))
          .isInstanceOf(ProviderDisabledException.class);
    } else {
      assertThat(alice().complete(back, LOGIN).error())
          .contains(
              change.equals("gone")
                  ? AuthorizationError.UNKNOWN_STATE
                  : AuthorizationError.PROVIDER_CHANGED);
    }
    assertThat(server.exchanges()).isZero();
  }

  /** What somebody ended meanwhile must not be there again. */
  @Test
  void meetsARevocationSinceItWasBegun() {
    Provider provider = made();
    String state = begun(provider);
    node.pass(Duration.ofSeconds(1));
    node.auth.tokens().revoke(provider.id());
    node.pass(Duration.ofSeconds(1));

    assertThat(completed(provider, "code=c&state=" + state).error())
        .contains(AuthorizationError.PROVIDER_CHANGED);
    assertThat(server.exchanges()).isZero();
    assertThat(authorized(provider).isDone()).isTrue();
  }

  @Test
  void meetsARevocationWhileTheCodeIsRedeemed() {
    Provider provider = made();
    String state = begun(provider);
    server.hold();
    CompletableFuture<Authorizations.Result> result =
        CompletableFuture.supplyAsync(() -> completed(provider, "code=c&state=" + state));
    server.awaitExchanges(1);
    node.time.pass(Duration.ofSeconds(1));
    node.auth.tokens().revoke(provider.id());
    node.time.pass(Duration.ofSeconds(1));
    server.release();

    assertThat(result.join().error()).contains(AuthorizationError.PROVIDER_CHANGED);
    assertThat(row(provider).authorization().continuation()).isNull();
  }

  @Test
  void mayMeetAnEditOfTheScope() {
    Provider provider = made();
    String state = begun(provider);
    node.edit(provider.id(), d -> d.scope("orders.read"));

    assertThat(completed(provider, "code=c&state=" + state).isDone()).isTrue();
    assertThat(node.token(N)).isEqualTo("token-1");
  }

  /** Who may write to the store, and has a state of his own, cannot move it to another login. */
  @Test
  void isBoundToItsLoginUnderSeal() {
    Provider provider = made();
    String state = begun(provider);
    String digest = AuthorizationRequest.digest(state);
    PendingAuthorization pending = node.store.authorizations().take("acme", digest).orElseThrow();
    node.store
        .authorizations()
        .begin(
            pending.toBuilder()
                .session(AuthorizationRequest.digest(state, "login of mallory"))
                .build(),
            100,
            100);

    assertThat(
            alice().complete(back(provider, "code=c&state=" + state), "login of mallory").error())
        .contains(AuthorizationError.OTHER_LOGIN);
    assertThat(server.exchanges()).isZero();
    assertThat(pending.toString() + digest).doesNotContain(state);
  }

  @Test
  void meetsAnotherAuthorizationOfTheSameProvider() {
    Provider provider = made();
    List<String> states = IntStream.range(0, 2).mapToObj(i -> begun(provider)).toList();

    assertThat(completed(provider, "code=a&state=" + states.get(1)).isDone()).isTrue();
    assertThat(completed(provider, "code=b&state=" + states.get(0)).isDone()).isTrue();

    assertThat(node.token(N)).as("the last one counts").isEqualTo("token-2");
  }

  /** Ten thousand of them: a provider and a tenant have so many at once, whoever asks. */
  @Test
  void isOneOfManyThatWereBegun() {
    Provider provider = made();
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      try {
        begun(provider);
      } catch (TooManyAttemptsException full) {
        refused++;
        assertThat(full.retryAfter()).isPresent();
      }
      if (i % 500 == 499) {
        node.time.pass(Duration.ofSeconds(20)); // the limit of commands is another one
      }
    }
    assertThat(refused).isGreaterThanOrEqualTo(10_000 - 200);
  }

  @Test
  void leavesNoStateNoCodeAndNoVerifierInTheStoreInClear() {
    Provider provider = made();
    String state = begun(provider);
    PendingAuthorization pending =
        node.store.authorizations().take("acme", AuthorizationRequest.digest(state)).orElseThrow();

    assertThat(pending.state() + pending.session() + pending.sealed().text())
        .doesNotContain(state)
        .doesNotContain(LOGIN)
        .doesNotContain("host.example.com");
  }
}
