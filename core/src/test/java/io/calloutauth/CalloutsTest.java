package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import io.calloutauth.CalloutRefusedException.Reason;
import io.calloutauth.client.TokenError;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalloutsTest extends NodeTest {

  private static final String N = "n";

  private CalloutAuthenticator callouts() {
    return node.auth.callouts();
  }

  /** Returns why a callout is not authenticated, after checking that both ways say the same. */
  private CalloutAuthException refusal(String notificationId, URI target) {
    Throwable thrown =
        catchThrowable(() -> callouts().authenticate(notificationId, "POST", target));
    Throwable staged =
        failure(callouts().authenticateAsync(notificationId, "POST", target).toCompletableFuture());
    assertThat(staged)
        .isExactlyInstanceOf(thrown.getClass())
        .usingRecursiveComparison()
        .ignoringFields("stackTrace", "cause")
        .isEqualTo(thrown);
    assertThat(thrown).isInstanceOf(CalloutAuthException.class);
    return (CalloutAuthException) thrown;
  }

  /** Returns what a stage fails with, as one that hangs on it sees it. */
  private static Throwable failure(CompletableFuture<CalloutCredentials> stage) {
    Eventually.holds(stage::isDone);
    return stage
        .handle((credentials, failure) -> Optional.ofNullable(failure))
        .join()
        .orElseThrow();
  }

  @Test
  void aCallerWhoWaitsWithoutBlockingMayHaveAPatienceOfItsOwn() {
    node.bound(N);
    server.hold();
    CompletableFuture<CalloutCredentials> patient =
        callouts()
            .authenticateAsync(N, "POST", TARGET, Duration.ofMinutes(1))
            .toCompletableFuture();
    server.awaitExchanges(1);

    node.time.pass(Duration.ofSeconds(59));
    assertThat(patient).isNotDone();
    node.time.pass(Duration.ofSeconds(1));

    assertThat(failure(patient)).isInstanceOf(TokenWaitException.class);
    server.release();
  }

  @Test
  @SuppressWarnings("NullAway") // a host may compile without it
  void aCalloutWithoutAMethodIsRefused() {
    node.bound(N);
    node.token(N);

    assertThatNullPointerException()
        .isThrownBy(() -> callouts().authenticate(N, null, TARGET))
        .withMessage("method");
    assertThatNullPointerException()
        .isThrownBy(() -> callouts().authenticateAsync(N, null, TARGET))
        .withMessage("method");
  }

  private Reason reason(String target) {
    return ((CalloutRefusedException) refusal(N, URI.create(target))).reason();
  }

  @Test
  void onlyHttpsTargetsWithoutAUserAreAuthenticatedAndNothingIsFetchedForOthers() {
    node.bound(N);

    assertThat(reason("http://api.example.com/")).isEqualTo(Reason.NOT_HTTPS);
    assertThat(reason("ftp://api.example.com/")).isEqualTo(Reason.NOT_HTTPS);
    assertThat(reason("http://127.0.0.1.example.com/")).isEqualTo(Reason.NOT_HTTPS);
    assertThat(reason("https://user@api.example.com/")).isEqualTo(Reason.NOT_A_TARGET);
    assertThat(reason("https://user:password@api.example.com/")).isEqualTo(Reason.NOT_A_TARGET);
    assertThat(reason("/orders")).isEqualTo(Reason.NOT_A_TARGET);
    assertThat(reason("mailto:a@example.com")).isEqualTo(Reason.NOT_A_TARGET);
    assertThat(server.exchanges()).isZero();
    node.token(N);
    assertThat(reason("http://api.example.com/")).isEqualTo(Reason.NOT_HTTPS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil-api.example.com/",
        "https://api.example.com.evil.io/",
        "https://api.example.com:8443/",
        "https://example.com/",
        "https://a.api.example.com/",
        "http://127.0.0.1:1/"
      })
  void aTokenGoesOnlyToTheOriginsThatItsProviderLists(String target) {
    Provider provider =
        providers()
            .create(
                node.settings("CRM").testEndpoint("").origin("https://api.example.com").build());
    node.auth.notifications().bind(N, provider.id());

    assertThat(reason(target)).isEqualTo(Reason.FOREIGN_ORIGIN);
    assertThat(server.exchanges()).isZero();
    callouts().authenticate(N, "POST", URI.create("https://API.example.com:443/any?q"));
    assertThat(reason(target)).isEqualTo(Reason.FOREIGN_ORIGIN);
  }

  @Test
  void aCalloutThatIsRefusedForItsTargetRenewsNothing() {
    Provider provider =
        providers()
            .create(
                node.settings("CRM").testEndpoint("").origin("https://api.example.com").build());
    node.auth.notifications().bind(N, provider.id());
    URI own = URI.create("https://api.example.com/");
    callouts().authenticate(N, "POST", own);
    node.pass(Duration.ofSeconds(3_100)); // it is stale

    assertThat(reason("https://evil-api.example.com/")).isEqualTo(Reason.FOREIGN_ORIGIN);
    assertThat(callouts().authenticateAsync(N, "POST", URI.create("https://evil.io/")))
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(CalloutRefusedException.class);

    node.awaitQuiet();
    assertThat(server.exchanges()).isEqualTo(1);
    callouts().authenticate(N, "POST", own);
    server.awaitExchanges(2);
  }

  @Test
  void narrowedOriginsHoldForATokenThatIsHeld() {
    Provider provider = node.bound(N);
    node.token(N);

    providers()
        .update(
            provider.id(),
            provider.version(),
            provider.toSettings().toBuilder()
                .testEndpoint("")
                .origin("https://other.example.com")
                .build());

    Eventually.holds(() -> catchThrowable(() -> node.token(N)) != null);
    assertThat(reason(Node.TARGET)).isEqualTo(Reason.FOREIGN_ORIGIN);
    callouts().authenticate(N, "POST", URI.create("https://other.example.com/"));
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void withoutAProviderThereAreNoCredentials() {
    NoProviderBoundException unbound = (NoProviderBoundException) refusal(N, TARGET);
    assertThat(unbound.notificationId()).isEqualTo(N);
    assertThat(unbound.detached()).isFalse();
    assertThat(unbound.retryable()).isFalse();

    Provider provider = node.bound(N);
    providers().disable(provider.id());
    assertThat(((ProviderDisabledException) refusal(N, TARGET)).id()).isEqualTo(provider.id());
    providers().deleteAndDetach(provider.id());
    assertThat(((NoProviderBoundException) refusal(N, TARGET)).detached()).isTrue();
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void withoutATokenThereAreNoCredentials() {
    node.bound(N);
    server.answerTokens(n -> TokenServer.Answer.error(503, "temporarily_unavailable"));

    TokenErrorException failed = (TokenErrorException) refusal(N, TARGET);
    assertThat(failed.error()).isEqualTo(TokenError.THROTTLED);
    assertThat(failed.retryable()).isTrue();
    assertThat(failed.retryAfter()).isPresent();
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void whileTheAuthorizationServerIsDownTheReceiverSeesNothing() throws Exception {
    node.bound(N);
    server.close();
    try (TargetServer target = new TargetServer(request -> new TargetServer.Answer(200, ""))) {
      HttpClient client = callouts().httpClient(N, HttpClient.newHttpClient());

      Throwable thrown =
          catchThrowable(() -> client.send(get(target.uri("/")), BodyHandlers.ofString()));

      assertThat(thrown)
          .isInstanceOfSatisfying(
              CalloutNotSentException.class,
              notSent -> {
                assertThat(notSent.reason()).isInstanceOf(TokenRequestException.class);
                assertThat(notSent.reason().retryable()).isTrue();
              });
      assertThat(target.arrived).isEmpty();
    }
  }

  private static HttpRequest get(URI uri) {
    return HttpRequest.newBuilder(uri).build();
  }

  @Test
  void patienceThatIsOverLeavesTheExchangeToOthers() {
    node.bound(N);
    server.hold();
    CompletableFuture<CalloutCredentials> other =
        callouts().authenticateAsync(N, "POST", TARGET).toCompletableFuture();
    server.awaitExchanges(1);

    Throwable over =
        catchThrowable(() -> callouts().authenticate(N, "POST", TARGET, Duration.ZERO));

    assertThat(over)
        .isInstanceOfSatisfying(
            TokenWaitException.class,
            wait -> {
              assertThat(wait.interrupted()).isFalse();
              assertThat(wait.retryable()).isTrue();
            });
    server.release();
    assertThat(Node.bearer(other.join())).isEqualTo("token-1");
    assertThat(callouts().authenticate(N, "POST", TARGET, Duration.ofSeconds(Long.MAX_VALUE)))
        .isNotNull();
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void asyncPatienceEndsInTheSameException() {
    node.bound(N);
    server.hold();
    CompletableFuture<CalloutCredentials> waiting =
        callouts().authenticateAsync(N, "POST", TARGET).toCompletableFuture();
    server.awaitExchanges(1);

    node.pass(Duration.ofMinutes(5));

    assertThat(failure(waiting)).isInstanceOf(TokenWaitException.class);
  }

  @Test
  void interruptedCallerIsToldSoAndStaysInterrupted() {
    node.bound(N);
    server.hold();
    Thread.currentThread().interrupt();

    Throwable thrown = catchThrowable(() -> node.token(N));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(thrown)
        .isInstanceOfSatisfying(
            TokenWaitException.class, wait -> assertThat(wait.interrupted()).isTrue());
  }

  @Test
  void oneTokenHasOneCredentialsObjectPerNotification() {
    Provider provider = node.bound(N);
    node.auth.notifications().bind("other", provider.id());

    CalloutCredentials first = authenticated(N);

    assertThat(authenticated(N)).isSameAs(first);
    assertThat(callouts().authenticateAsync(N, "GET", TARGET).toCompletableFuture().join())
        .isSameAs(first);
    assertThat(authenticated("other")).isNotSameAs(first);
    assertThat(Node.bearer(authenticated("other"))).isEqualTo("token-1");
    assertThat(first.toString()).doesNotContain("token-1");
    node.pass(Duration.ofSeconds(5));
    node.auth.tokens().obtain(provider.id());
    assertThat(authenticated(N)).isNotSameAs(first);
  }

  @Test
  void credentialsAreOneAuthorizationHeaderAndNothingElse() {
    node.bound(N);
    StringBuilder headers = new StringBuilder();

    authenticated(N).applyTo((name, value) -> headers.append(name + ": " + value + "\n"));

    assertThat(headers).hasToString("Authorization: Bearer token-1\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | Bearer error=\"invalid_request\"",
        "403 | Bearer error=\"insufficient_scope\", scope=\"x\"",
        "401 | Basic realm=\"x\"",
        "401 | Negotiate",
        "401 | DPoP error=\"invalid_token\"",
        "401 | Bearer error=\"insufficient_scope\"",
        "407 | Bearer error=\"invalid_token\"",
        "429 | Bearer",
        "500 | Bearer",
        "503 | Bearer",
        "200 | Bearer"
      })
  void answersThatDoNotBlameTheTokenLeaveItAlone(int status, String challenge) {
    node.bound(N);
    CalloutCredentials used = authenticated(N);

    assertThat(callouts().afterResponse(used, status, answering(challenge))).isEmpty();
    assertThat(
            callouts()
                .afterResponseAsync(used, status, answering(challenge))
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
  @ValueSource(strings = {"Bearer error=\"invalid_token\"", "Bearer", "Basic realm=\"a\", Bearer"})
  void answersThatBlameTheTokenBringAnotherOnceAsync(String challenge) {
    node.bound(N);
    CalloutCredentials used = authenticated(N);

    Optional<CalloutCredentials> next =
        callouts().afterResponseAsync(used, 401, answering(challenge)).toCompletableFuture().join();

    assertThat(Node.bearer(next.orElseThrow())).isEqualTo("token-2");
    assertThat(callouts().afterResponse(next.orElseThrow(), 401, answering(challenge))).isEmpty();
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void theHostSeesOnlyTheAnswerToTheReplay() throws Exception {
    node.bound(N);
    try (TargetServer target = TargetServer.refusingTheFirstToken()) {
      HttpClient client = callouts().httpClient(N, HttpClient.newHttpClient());
      HttpRequest post =
          HttpRequest.newBuilder(target.uri("/orders"))
              .POST(HttpRequest.BodyPublishers.ofString("an order"))
              .build();

      HttpResponse<String> response = client.send(post, BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("hello token-2");
      assertThat(response.previousResponse()).isEmpty();
      assertThat(target.tokens()).containsExactly("token-1", "token-2");
      assertThat(target.arrived)
          .extracting(TargetServer.Arrived::body)
          .containsExactly("an order", "an order");
      assertThat(target.arrived)
          .allSatisfy(seen -> assertThat(seen.uri().toString()).isEqualTo("/orders"));
      assertThat(client.sendAsync(post, BodyHandlers.ofString()).join().body())
          .isEqualTo("hello token-2");
      assertThat(server.exchanges()).isEqualTo(2);
    }
  }

  @Test
  void aTargetOutOfReachIsNotTriedAgain() throws Exception {
    node.bound(N);
    URI gone;
    try (TargetServer target = new TargetServer(request -> new TargetServer.Answer(200, ""))) {
      gone = target.uri("/");
    }
    RecordingClient sent = new RecordingClient(HttpClient.newHttpClient());

    Throwable thrown =
        catchThrowable(
            () -> callouts().httpClient(N, sent).send(get(gone), BodyHandlers.ofString()));

    assertThat(thrown)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(CalloutNotSentException.class);
    assertThat(sent.requests).hasSize(1);
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void aTokenTooLongForItsReceiverIsToldOfOnceAndNotShown() {
    server.answerTokens(n -> TokenServer.Answer.token("t".repeat(9 * 1024), 3600));
    node.bound(N);
    CalloutCredentials used = authenticated(N);

    List<String> logged =
        logged(
            () -> {
              callouts().afterResponse(used, 500, answering(""));
              callouts().afterResponse(used, 431, answering(""));
              callouts().afterResponse(used, 400, answering(""));
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
  void aShortTokenIsNotBlamedForABadRequest() {
    node.bound(N);
    CalloutCredentials used = authenticated(N);

    assertThat(logged(() -> callouts().afterResponse(used, 400, answering("")))).isEmpty();
    assertThat(logged(() -> callouts().afterResponse(used, 431, answering("")))).isEmpty();
  }

  private static List<String> logged(Runnable use) {
    return RecordedLog.of(LongTokens.class.getName(), Level.WARN, use);
  }

  @Test
  void credentialsOfAnotherAuthenticatorAreLeftAlone() {
    CalloutCredentials foreign = headers -> {};

    assertThat(callouts().afterResponse(foreign, 401, answering("Bearer"))).isEmpty();
    assertThat(
            callouts()
                .afterResponseAsync(foreign, 401, answering("Bearer"))
                .toCompletableFuture()
                .join())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\nb", "caf\u00e9"})
  void aFixedTokenIsVisibleAscii(String token) {
    assertThatThrownBy(() -> CalloutAuthenticator.fixed(token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the token must be visible ASCII");
  }

  @Test
  void anOriginsSchemeCounts() {
    Provider provider =
        node.auth
            .providers()
            .create(node.settings("schemes").testEndpoint("").origin(server.url("")).build());
    node.auth.notifications().bind("schemes", provider.id());
    URI plain = URI.create(server.url("/orders"));
    URI other = URI.create(server.url("/orders").replace("http:", "https:"));

    assertThat(node.auth.callouts().authenticate("schemes", "GET", plain)).isNotNull();
    assertThatThrownBy(() -> node.auth.callouts().authenticate("schemes", "GET", other))
        .isInstanceOf(CalloutRefusedException.class);
  }
}
