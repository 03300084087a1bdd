package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.RecordedLog;
import io.calloutauth.testkit.TokenServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a receiver's answer leads to. */
class AfterResponseTest extends NodeTest {

  private static final String N = "n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | Bearer error=\"invalid_request\"",
        "403 | Bearer error=\"insufficient_scope\", scope=\"x\"",
        "401 | Bearer error=\"insufficient_scope\"",
        "401 | OAuth error=\"invalid_request\"",
        "403 | Bearer",
        "407 | Bearer",
        "500 | Bearer error=\"invalid_token\"",
        "200 | Bearer error=\"invalid_token\"",
        "429 | Bearer",
        "500 | Bearer",
        "503 | Bearer",
        "200 | Bearer"
      })
  void answersThatDoNotBlameTheTokenLeaveItAlone(int status, String challenge) {
    node.bound(N);
    CalloutCredentials used = authenticated(N);

    assertThat(callouts().afterResponse(used, CalloutResponse.of(status, answering(challenge))))
        .isEmpty();
    assertThat(
            callouts()
                .afterResponseAsync(used, CalloutResponse.of(status, answering(challenge)))
                .toCompletableFuture()
                .join())
        .isEmpty();

    assertThat(authenticated(N)).isSameAs(used);
    assertThat(server.exchanges()).isEqualTo(1);
  }

  private static Function<String, List<String>> answering(String challenge) {
    return name -> name.equalsIgnoreCase("WWW-Authenticate") ? List.of(challenge) : List.of();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | Bearer error=\"invalid_token\"",
        "401 | Bearer",
        "401 | Basic realm=\"a\", Bearer",
        "401 | Basic realm=\"x\"",
        "401 | OAuth2 realm=\"gw\", error=\"invalid_token\"",
        "401 | Token",
        "401 | OAuth realm=\"x\"",
        "401 | Negotiate",
        "401 | Bearer error=\"expired_token\"",
        "400 | Bearer error=\"invalid_token\"",
        "403 | OAuth2 error=\"invalid_token\"",
      })
  void answersThatBlameTheTokenBringAnotherOnceAsync(int status, String challenge) {
    node.bound(N);
    CalloutCredentials used = authenticated(N);

    Optional<CalloutCredentials> next =
        callouts()
            .afterResponseAsync(used, CalloutResponse.of(status, answering(challenge)))
            .toCompletableFuture()
            .join();

    assertThat(Node.bearer(next.orElseThrow())).isEqualTo("token-2");
    assertThat(
            callouts()
                .afterResponse(
                    next.orElseThrow(), CalloutResponse.of(status, answering(challenge))))
        .isEmpty();
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void aReceiverMayRefuseTheTokenByAnotherStatus() {
    Provider provider = node.bound(N);
    node.edit(provider.id(), draft -> draft.renewalStatus(403).renewalStatus(498));
    CalloutCredentials used = authenticated(N);
    assertThat(shown(used, 403, "Bearer error=\"insufficient_scope\"", "")).isEmpty();
    assertThat(shown(used, 404, "", "")).isEmpty();

    assertThat(shown(used, 403, "", "").map(Node::bearer)).contains("token-2");
    assertThat(used.bodyLimit()).isZero();
  }

  @Test
  void aReceiverMayRefuseTheTokenInABodyUnderAnyStatus() {
    Provider provider = node.bound(N);
    node.edit(provider.id(), draft -> draft.renewalBody("/error/code", "190", "expired"));
    CalloutCredentials used = authenticated(N);
    for (String other : List.of("", "{", "{\"error\":{\"code\":1}}", "[190]", "{\"code\":190}")) {
      assertThat(shown(used, 200, "", other)).isEmpty();
    }

    CalloutCredentials second = shown(used, 200, "", "{\"error\":{\"code\":190}}").orElseThrow();
    assertThat(Node.bearer(second)).isEqualTo("token-2");
    assertThat(used.bodyLimit()).isEqualTo(64 * 1024);
    assertThat(second.bodyLimit()).isEqualTo(64 * 1024);
    assertThat(shown(second, 200, "", "{\"error\":{\"code\":\"expired\"}}")).isEmpty();
  }

  private Optional<CalloutCredentials> shown(
      CalloutCredentials used, int status, String challenge, String body) {
    ByteBuffer start = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
    return callouts().afterResponse(used, CalloutResponse.of(status, answering(challenge), start));
  }

  @Test
  void aTokenTooLongForItsReceiverIsToldOfOnceAndNotShown() {
    server.answerTokens(n -> TokenServer.Answer.token("t".repeat(9 * 1024), 3600));
    node.bound(N);
    CalloutCredentials used = authenticated(N);

    List<String> logged =
        logged(
            () -> {
              callouts().afterResponse(used, CalloutResponse.of(500, answering("")));
              callouts().afterResponse(used, CalloutResponse.of(431, answering("")));
              callouts().afterResponse(used, CalloutResponse.of(400, answering("")));
            });

    assertThat(logged).hasSize(1);
    assertThat(logged.get(0))
        .startsWith("WARN ")
        .contains("notification n answered 431")
        .contains("9223 characters")
        .doesNotContain("ttt");
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void aTokenIsTooLongFromAHeaderOfMoreThanSevenKibibytesOn() {
    int longest = 7 * 1024 - "Bearer ".length();
    server.answerTokens(n -> TokenServer.Answer.token("t".repeat(longest - 1 + n), 3600));
    Provider provider = node.bound(N);
    CalloutCredentials longestGood = authenticated(N);
    assertThat(
            logged(
                () ->
                    callouts().afterResponse(longestGood, CalloutResponse.of(431, answering("")))))
        .isEmpty();

    node.auth.tokens().obtain(provider.id());
    CalloutCredentials oneMore = authenticated(N);

    assertThat(
            logged(() -> callouts().afterResponse(oneMore, CalloutResponse.of(431, answering("")))))
        .hasSize(1);
  }

  @Test
  void aShortTokenIsNotBlamedForABadRequest() {
    node.bound(N);
    CalloutCredentials used = authenticated(N);

    assertThat(logged(() -> callouts().afterResponse(used, CalloutResponse.of(400, answering("")))))
        .isEmpty();
    assertThat(logged(() -> callouts().afterResponse(used, CalloutResponse.of(431, answering("")))))
        .isEmpty();
  }

  private static List<String> logged(Runnable use) {
    return RecordedLog.of(ResponseReview.class.getName(), Level.WARN, use);
  }

  @Test
  void credentialsOfAnotherTenantBringNothingAndSendNothing() {
    node.bound(N);
    CalloutAuth other = node.tenants.tenant("other");
    Provider theirs = other.providers().create(node.settings("Theirs").build());
    other.notifications().bind(N, theirs.id());

    bringsNothingElsewhere(authenticated(N), other.callouts());
  }

  @Test
  void credentialsOfAnotherTenantAreNoneOfItsEventsAndStayThatOnesOwn() {
    node.bound(N);
    CalloutCredentials used = authenticated(N);
    server.answerTokens(n -> TokenServer.Answer.token("token-1", 3600)); // there is no other
    node.events.clear();

    bringsNothingElsewhere(used, node.tenants.tenant("other").callouts());
    assertThat(callouts().afterResponse(used, CalloutResponse.of(401, answering("Bearer"))))
        .isEmpty();

    Eventually.holds(
        () -> {
          node.time.pass(Duration.ofSeconds(1));
          return node.events.stream().anyMatch(e -> e.type() == EventType.TOKEN_REFUSED);
        });
    assertThat(node.events)
        .filteredOn(event -> event.type() == EventType.TOKEN_REFUSED)
        .extracting(CalloutAuthEvent::tenant)
        .containsExactly("acme");
  }

  @Test
  void credentialsOfATenantThatEditedItsProviderSinceBringNothingElsewhere() {
    Provider mine = node.bound(N);
    CalloutAuth other = node.tenants.tenant("other");
    Provider theirs = other.providers().create(node.settings("Theirs").build());
    other.notifications().bind(N, theirs.id());
    CalloutCredentials used = authenticated(N);

    node.edit(mine.id(), draft -> draft.clientId("another"));

    bringsNothingElsewhere(used, other.callouts());
  }

  @Test
  void credentialsOfAnotherNodeBringNothing() {
    node.bound(N);
    try (Node other = node.another()) {
      bringsNothingElsewhere(authenticated(N), other.auth.callouts());
    }
  }

  private void bringsNothingElsewhere(CalloutCredentials used, CalloutAuthenticator elsewhere) {
    int requests = server.exchanges();

    assertThat(elsewhere.afterResponse(used, CalloutResponse.of(401, answering("Bearer"))))
        .isEmpty();
    assertThat(
            elsewhere
                .afterResponseAsync(used, CalloutResponse.of(401, answering("Bearer")))
                .toCompletableFuture()
                .join())
        .isEmpty();

    node.awaitQuiet();
    assertThat(server.exchanges()).isEqualTo(requests);
  }

  @Test
  void credentialsOfAnotherAuthenticatorAreLeftAlone() {
    CalloutCredentials foreign = headers -> {};

    assertThat(callouts().afterResponse(foreign, CalloutResponse.of(401, answering("Bearer"))))
        .isEmpty();
    assertThat(
            callouts()
                .afterResponseAsync(foreign, CalloutResponse.of(401, answering("Bearer")))
                .toCompletableFuture()
                .join())
        .isEmpty();
  }
}
