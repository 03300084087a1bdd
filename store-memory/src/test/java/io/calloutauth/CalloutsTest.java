package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.calloutauth.jdk.CalloutHttpClient;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.RecordingClient;
import io.calloutauth.testkit.TargetServer;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalloutsTest extends NodeTest {

  private static final String N = "n";

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
    try (TargetServer target = new TargetServer(request -> new TargetServer.Answer(200, ""))) {
      server.close(); // only now: nobody else is to get its port
      HttpClient client = CalloutHttpClient.of(callouts(), N, HttpClient.newHttpClient());

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

  @Test
  void theHostSeesOnlyTheAnswerToTheReplay() throws Exception {
    node.bound(N);
    try (TargetServer target = TargetServer.refusingTheFirstToken()) {
      HttpClient client = CalloutHttpClient.of(callouts(), N, HttpClient.newHttpClient());
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
            () ->
                CalloutHttpClient.of(callouts(), N, sent).send(get(gone), BodyHandlers.ofString()));

    assertThat(thrown)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(CalloutNotSentException.class);
    assertThat(sent.requests).hasSize(1);
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\nb", "caf\u00e9"})
  void aFixedTokenIsVisibleAscii(String token) {
    assertThatThrownBy(() -> CalloutAuthenticator.fixed(token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the token must be visible ASCII");
  }
}
