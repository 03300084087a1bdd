package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.calloutauth.oauth.AuthorizationError;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.TokenServer;
import io.calloutauth.testkit.TokenServer.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Authorizations that somebody gives in a browser: begun, completed, replaced. */
class AuthorizationsTest extends AuthorizingNode {

  @Test
  void giveAProviderItsTokens() {
    Provider provider = made();
    URI go = alice().begin(provider.id(), callback(provider), LOGIN);
    String state = parameters(go).get("state");

    Authorizations.Result result =
        alice().complete(back(provider, "code=c%2B1&state=" + state), LOGIN);

    assertThat(go.toString()).startsWith(server.url("/authorize?"));
    assertThat(parameters(go))
        .containsEntry("redirect_uri", callback(provider).toString())
        .containsEntry("code_challenge_method", "S256");
    assertThat(result.isDone()).isTrue();
    assertThat(result.provider()).contains(provider.id());
    assertThat(result.scope()).isEqualTo(Scope.parse("orders.write"));
    assertThat(result.toMap()).containsEntry("done", true).doesNotContainKey("error");
    assertThat(server.arrivedAt("/token"))
        .singleElement()
        .extracting(TokenServer.Arrived::body)
        .asString()
        .contains("code=c%2B1", "code_verifier=", "grant_type=authorization_code");
    assertThat(node.token(N)).isEqualTo("token-1");
    assertThat(server.exchanges()).isEqualTo(1);
    assertThat(row(provider).authorization().authorizedBy()).isEqualTo("alice");
    assertThat(row(provider).authorization().continuation()).isNotNull();
  }

  @Test
  void areAskedForAnewOnlyWhereThereWasOne() {
    Provider provider = made();
    assertThat(node.refusal(N))
        .hasMessageEndingWith("has no authorization: nobody gave one yet; authorize it");
    assertThat(node.auth.tokens().status(provider.id()).nextAttemptAt()).isEmpty();

    authorized(provider);
    server.answerTokens(n -> Answer.error(400, "invalid_grant"));
    node.pass(Duration.ofHours(2));

    assertThat(node.refusal(N)).hasMessageEndingWith(": authorize again");
    TokenStatus status = node.auth.tokens().status(provider.id());
    assertThat(status.state()).isEqualTo(TokenState.AUTHORIZATION_NEEDED);
    assertThat(status.nextAttemptAt()).isEmpty();
  }

  @Test
  void areCompletedOnAnotherNode() {
    Provider provider = made();
    String state = begun(provider);

    try (Node other = node.another()) {
      assertThat(
              other
                  .auth
                  .authorizations()
                  .complete(back(provider, "code=c&state=" + state), LOGIN)
                  .isDone())
          .isTrue();
      assertThat(other.token(N)).isEqualTo("token-1");
    }
    assertThat(node.token(N)).isEqualTo("token-1");
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void replaceTheOneBefore() {
    Provider provider = made();
    authorized(provider);
    assertThat(node.token(N)).isEqualTo("token-1");
    long number = row(provider).authorization().number();

    assertThat(authorized(provider).isDone()).isTrue();

    assertThat(node.token(N)).isEqualTo("token-2");
    assertThat(row(provider).authorization().number()).isGreaterThan(number);
  }

  @Test
  void ownTheRefreshTokenThatLaterTokensComeFrom() {
    Provider provider = made();
    authorized(provider);
    node.time.pass(Duration.ofMinutes(59).plusSeconds(45));

    assertThat(node.token(N)).isEqualTo("token-2");

    assertThat(server.arrivedAt("/token").toList().get(1).body())
        .contains("grant_type=refresh_token", "refresh_token=refresh-1");
    AuthorizationStatus status =
        node.auth.tokens().status(provider.id()).authorization().orElseThrow();
    assertThat(status.authorizedBy()).contains("alice");
    assertThat(status.authorizedAt())
        .contains(node.time.wallClock().instant().minus(Duration.ofMinutes(59).plusSeconds(45)));
  }

  @Test
  void areHeardOfByNodesThatWentWithoutOne() {
    Provider provider = made();
    try (Node other = node.another()) {
      assertThat(other.refusal(N)).isInstanceOf(AuthorizationNeededException.class);
      authorized(provider);
      other.pass(Duration.ofSeconds(10));

      assertThat(other.token(N)).isEqualTo("token-1");
    }
  }

  @Test
  void areKeptAliveAsTheProviderSays() {
    authorized(made(d -> d.keepAliveInterval(Duration.ofHours(24))));
    node.time.pass(Duration.ofHours(23));
    assertThat(node.store.tokens().claimDue(Duration.ofMinutes(1), Set.of())).isEmpty();

    node.time.pass(Duration.ofHours(2));

    Eventually.holds(
        () -> {
          node.time.pass(Duration.ofMinutes(1));
          return server.exchanges() >= 2; // one that these minutes made too late is made again
        });
    assertThat(server.arrivedAt("/token").skip(1))
        .allMatch(request -> request.body().contains("grant_type=refresh_token"));
  }

  @Test
  void arePushedWhereTheServerHasAPlaceForThem() {
    Provider provider = made(d -> d.authorizationRequests(a -> a.pushEndpoint(server.url("/par"))));
    server.serve("/par", new Answer(201, "{\"request_uri\":\"urn:1\",\"expires_in\":60}"));

    URI go = alice().begin(provider.id(), callback(provider), LOGIN);

    assertThat(parameters(go)).isEqualTo(Map.of("client_id", "billing", "request_uri", "urn:1"));
    String state =
        parameters(URI.create("?" + server.arrivedAt("/par").findFirst().orElseThrow().body()))
            .get("state");
    assertThat(alice().complete(back(provider, "code=c&state=" + state), LOGIN).isDone()).isTrue();
  }

  @Test
  void beginNothingThatTheServerDoesNotTake() {
    Provider provider = made(d -> d.authorizationRequests(a -> a.pushEndpoint(server.url("/par"))));
    server.serve("/par", Answer.error(400, "invalid_scope"));

    assertThatThrownBy(() -> begun(provider))
        .isInstanceOf(TokenErrorException.class)
        .hasMessageContaining("refused a pushed authorization request: invalid_scope");

    String state =
        parameters(URI.create("?" + server.arrivedAt("/par").findFirst().orElseThrow().body()))
            .get("state");
    assertThat(alice().complete(back(provider, "code=c&state=" + state), LOGIN).error())
        .contains(AuthorizationError.UNKNOWN_STATE);
  }

  /** As a hostile server may do, or one that is broken: nobody's browser gets to know it. */
  @Test
  void neverShowTheClientSecretToABrowser() {
    Provider provider = made(d -> d.authorizationRequests(a -> a.pushEndpoint(server.url("/par"))));
    server.serve("/par", new Answer(201, "{\"request_uri\":\"urn:echo:s3cret+of+CRM\"}"));

    assertThatThrownBy(() -> begun(provider))
        .isInstanceOfSatisfying(
            TokenRequestException.class,
            refused -> assertThat(refused.error()).isEqualTo(TokenError.FOREIGN_TOKEN))
        .hasMessageContaining("no usable response to a pushed authorization request")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void nameTheEndpointThatTheyCouldNotBePushedTo() {
    Provider provider =
        made(d -> d.authorizationRequests(a -> a.pushEndpoint("http://127.0.0.1:1/par")));

    try (LogCapture log = LogCapture.start()) {
      assertThatThrownBy(() -> begun(provider))
          .isInstanceOfSatisfying(
              TokenRequestException.class,
              missed ->
                  assertThat(log.lines())
                      .anyMatch(
                          line ->
                              line.contains(missed.correlationId().orElseThrow())
                                  && line.contains("127.0.0.1:1")))
          .hasMessageStartingWith("The pushed authorization request endpoint of the provider");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://host.example.com/callback/ID",
        "https://host.example.com/callback",
        "https://host.example.com/callback/IDx",
        "https://host.example.com/callback/?id=ID",
        "https://host.example.com/callback/ID#there",
        "https://alice@host.example.com/callback/ID",
        "https://host.example.com/callback/ID?ä",
        "https://host.example.com/callback/../ID",
        "https://host.example.com/ID/%2E./callback",
        "https://host.example.com/callback/ID?state=a",
        "https://host.example.com/callback/ID?a=b&%63ode",
        "https://host.example.com/callback/ID/LONG",
        "/callback/ID"
      })
  void wantACallbackOfTheProvidersOwn(String callback) {
    Provider provider = made();
    String own = callback.replace("ID", provider.id().toString());
    URI uri = URI.create(own.replace("LONG", "x".repeat(2_048)));

    assertThatThrownBy(() -> alice().begin(provider.id(), uri, LOGIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("callback");
  }

  /** A browser asks for the root where the callback has no path. */
  @ParameterizedTest
  @ValueSource(strings = {"/callback", "/", ""})
  void mayShareACallbackWhereEachResponseNamesTheIssuer(String path) {
    URI shared = URI.create("https://host.example.com" + path);
    Provider provider =
        made(d -> d.issuer(ISSUER).authorizationRequests(a -> a.issuerInResponses(true)));

    String state = parameters(alice().begin(provider.id(), shared, LOGIN)).get("state");

    assertThat(
            alice()
                .complete(
                    URI.create(
                        (path.isEmpty() ? "/" : path)
                            + "?code=c&iss="
                            + ISSUER
                            + "&state="
                            + state),
                    LOGIN)
                .isDone())
        .isTrue();
  }

  @Test
  void areOfTheGrantThatHasAnAuthorizationEndpoint() {
    Provider other = node.auth.providers().create(node.settings("other").build());

    assertThatThrownBy(() -> alice().begin(other.id(), callback(other), LOGIN))
        .isInstanceOfSatisfying(
            EndpointMissingException.class,
            missing ->
                assertThat(missing.endpoint()).isEqualTo(ProviderField.AUTHORIZATION_ENDPOINT));
    node.auth.providers().delete(other.id());
    assertThatThrownBy(() -> alice().begin(other.id(), callback(other), LOGIN))
        .isInstanceOf(ProviderNotFoundException.class);
    assertThatThrownBy(() -> alice().begin(other.id(), callback(other), " "))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void areNotBegunForADisabledProvider() {
    Provider provider = made();
    node.auth.providers().disable(provider.id());

    assertThatThrownBy(() -> begun(provider)).isInstanceOf(ProviderDisabledException.class);
  }

  @Test
  void areEventsOfWhoGaveThem() {
    Provider provider = made();
    authorized(provider);
    alice().complete(back(provider, "error=access_denied&state=" + begun(provider)), LOGIN);
    node.close();

    assertThat(node.events)
        .filteredOn(event -> event.type() == EventType.AUTHORIZED)
        .extracting(CalloutAuthEvent::actor, CalloutAuthEvent::succeeded, CalloutAuthEvent::detail)
        .containsExactly(
            tuple(Optional.of("alice"), true, ""), tuple(Optional.of("alice"), false, "REFUSED"));
  }

  @Test
  void areSweptTogetherHoweverManyAreBegun() {
    Provider provider = made();
    for (int i = 0; i < 10; i++) {
      begun(provider);
    }

    assertThat(node.time.tasksAfter(Duration.ofMinutes(11))).isEqualTo(1);
  }

  /** Each look takes the one away that it is about: it is about the one before the last. */
  @Test
  void leaveNothingBehindThatIsOver() {
    Provider provider = made();
    Deque<String> states = new ArrayDeque<>(List.of(begun(provider)));

    Eventually.holds(
        () -> {
          states.add(begun(provider));
          node.time.pass(Duration.ofMinutes(12));
          return alice()
              .complete(back(provider, "code=c&state=" + states.remove()), LOGIN)
              .error()
              .filter(error -> error == AuthorizationError.UNKNOWN_STATE)
              .isPresent();
        });
  }

  @Test
  void startFromADraftOfTheirOwn() {
    assertThat(ProviderSettings.authorizationCode().build().toString()).contains("Provider");
  }
}
