package io.calloutauth.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.CalloutNotSentException;
import io.calloutauth.TokenWaitException;
import io.calloutauth.testkit.RecordingClient;
import io.calloutauth.testkit.SilentTarget;
import io.calloutauth.testkit.TargetServer;
import io.calloutauth.testkit.Way;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CalloutHttpClientTimeTest {

  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final ScriptedAuthenticator authenticator = new ScriptedAuthenticator();
  private final RecordingClient delegate = new RecordingClient(HttpClient.newHttpClient());
  private final AtomicLong nanos = new AtomicLong(-7);
  private final HttpClient client = new CalloutHttpClient(authenticator, "n", delegate, nanos::get);
  private TargetServer target;

  @BeforeEach
  void startTarget() throws IOException {
    target = TargetServer.refusingTheFirstToken();
  }

  @AfterEach
  void stopTarget() {
    target.close();
  }

  @ParameterizedTest
  @EnumSource
  void sharesOneTimeoutAmongTokenAndAttempts(Way way) throws Exception {
    authenticator.beforeToken = () -> pass(Duration.ofSeconds(3));
    authenticator.atAnswer = () -> pass(Duration.ofSeconds(2));

    way.send(client, request(TEN_SECONDS), BodyHandlers.ofString());

    assertThat(delegate.requests)
        .extracting(copy -> copy.timeout().orElseThrow())
        .containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(5));
    assertThat(authenticator.patience)
        .containsExactly(TEN_SECONDS, Duration.ofSeconds(7), Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @EnumSource
  void leavesThePatienceToTheAuthenticatorWithoutATimeout(Way way) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(target.uri("/")).build();

    way.send(client, request, BodyHandlers.ofString());

    assertThat(authenticator.patience).isEmpty();
    assertThat(delegate.requests).allMatch(copy -> copy.timeout().isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void timesOutWhenTheTokenTookAllTheTime(Way way) {
    authenticator.beforeToken = () -> pass(TEN_SECONDS);

    assertThatThrownBy(() -> way.send(client, request(TEN_SECONDS), BodyHandlers.ofString()))
        .isExactlyInstanceOf(HttpTimeoutException.class);
    assertThat(target.arrived).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void timesOutWhenThePatienceForTheTokenEndsWithTheTime(Way way) {
    authenticator.whenAsked = () -> pass(TEN_SECONDS);
    authenticator.token = CompletableFuture.failedFuture(new TokenWaitException(false));

    assertThatThrownBy(() -> way.send(client, request(TEN_SECONDS), BodyHandlers.ofString()))
        .isExactlyInstanceOf(HttpTimeoutException.class)
        .hasCauseInstanceOf(TokenWaitException.class);
    assertThat(target.arrived).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void isNotSentWhenOnlyThePatienceForTheTokenIsOver(Way way) {
    authenticator.whenAsked = () -> pass(TEN_SECONDS.minusNanos(1));
    authenticator.token = CompletableFuture.failedFuture(new TokenWaitException(false));

    assertThatThrownBy(() -> way.send(client, request(TEN_SECONDS), BodyHandlers.ofString()))
        .isInstanceOfSatisfying(
            CalloutNotSentException.class,
            notSent -> assertThat(notSent.reason()).isInstanceOf(TokenWaitException.class));
    assertThat(target.arrived).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void givesThe401ToTheCallerWhenTheTimeIsOver(Way way) throws Exception {
    authenticator.atAnswer = () -> pass(TEN_SECONDS);

    assertThat(way.send(client, request(TEN_SECONDS), BodyHandlers.ofString()).body())
        .isEqualTo("first answer");
    assertThat(target.arrived).hasSize(1);
  }

  @Test
  void passesOnTheDelegatesOwnTimeout() throws Exception {
    try (SilentTarget silent = new SilentTarget(0)) {
      HttpRequest request =
          HttpRequest.newBuilder(silent.uri()).timeout(Duration.ofSeconds(3)).build();

      assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
          .isInstanceOf(HttpTimeoutException.class);
      assertThat(silent.givenUp.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(silent.tokens).as("it may have arrived: it is not sent again").hasSize(1);
    }
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private HttpRequest request(Duration timeout) {
    return HttpRequest.newBuilder(target.uri("/orders")).timeout(timeout).build();
  }
}
