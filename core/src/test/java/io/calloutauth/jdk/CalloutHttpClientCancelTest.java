package io.calloutauth.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.testkit.RecordingClient;
import io.calloutauth.testkit.SilentTarget;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CalloutHttpClientCancelTest {

  private final ScriptedAuthenticator authenticator = new ScriptedAuthenticator();
  private final RecordingClient delegate = new RecordingClient(HttpClient.newHttpClient());
  private final HttpClient client = CalloutHttpClient.of(authenticator, "n", delegate);

  @Test
  void sendsNothingAfterTheWaitForATokenWasCancelled() {
    authenticator.token = new CompletableFuture<>();
    CompletableFuture<HttpResponse<String>> callout = sendAsync(silentNowhere());

    assertThat(callout.cancel(true)).isTrue();
    assertThat(authenticator.token).isNotDone();
    authenticator.token.complete(null);

    assertThat(callout).isCancelled();
    assertThat(delegate.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void givesUpTheAttemptThatIsUnderWay(int refusals) throws Exception {
    try (SilentTarget target = new SilentTarget(refusals)) {
      CompletableFuture<HttpResponse<String>> callout = sendAsync(request(target));
      target.waiting.await();

      assertThat(callout.cancel(true)).isTrue();

      target.givenUp.await();
      assertThat(target.tokens).hasSize(refusals + 1);
    }
  }

  @Test
  void givesUpWhenADerivedFutureIsCancelled() throws Exception {
    try (SilentTarget target = new SilentTarget(0)) {
      CompletableFuture<HttpResponse<String>> callout = sendAsync(request(target));
      CompletableFuture<Integer> status = callout.thenApply(HttpResponse::statusCode);
      target.waiting.await();

      assertThat(status.cancel(true)).isTrue();

      target.givenUp.await();
      assertThat(callout).failsWithin(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void sendsNoSecondAttemptAfterTheWaitForASuccessorWasCancelled() throws Exception {
    authenticator.successor = new CompletableFuture<>();
    try (SilentTarget target = new SilentTarget(1)) {
      CompletableFuture<HttpResponse<String>> callout = sendAsync(request(target));
      authenticator.successorAwaited.await();

      callout.cancel(true);
      authenticator.successor.complete(null);

      assertThat(callout).isCancelled();
      assertThat(delegate.requests).hasSize(1);
    }
  }

  @Test
  void isInterruptedWhileItWaitsForAToken() throws Exception {
    authenticator.token = new CompletableFuture<>();

    interruptedAfter(authenticator.tokenAwaited, silentNowhere());

    assertThat(delegate.requests).isEmpty();
  }

  @Test
  void isInterruptedWhileItWaitsForASuccessor() throws Exception {
    authenticator.successor = new CompletableFuture<>();
    try (SilentTarget target = new SilentTarget(1)) {
      interruptedAfter(authenticator.successorAwaited, request(target));
      authenticator.successor.complete(null);

      assertThat(target.tokens).containsExactly("token-1");
      assertThat(delegate.requests).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void isInterruptedWhileAnAttemptIsUnderWay(int refusals) throws Exception {
    try (SilentTarget target = new SilentTarget(refusals)) {
      interruptedAfter(target.waiting, request(target));

      target.givenUp.await();
      assertThat(target.tokens).hasSize(refusals + 1);
    }
  }

  @Test
  void sendsNothingWhenItIsInterruptedBefore() throws Exception {
    CountDownLatch now = new CountDownLatch(0);
    authenticator.beforeToken = () -> Thread.currentThread().interrupt();

    interruptedAfter(now, silentNowhere());

    assertThat(delegate.requests).isEmpty();
  }

  /** Sends on a thread of its own, which must end with an InterruptedException, flag cleared. */
  private void interruptedAfter(CountDownLatch moment, HttpRequest request) throws Exception {
    FutureTask<Boolean> task = new FutureTask<>(() -> endsInterrupted(request));
    Thread thread = new Thread(task);
    thread.start();
    moment.await();
    thread.interrupt();

    assertThat(task.get()).isTrue();
  }

  private boolean endsInterrupted(HttpRequest request) throws IOException {
    try {
      client.send(request, BodyHandlers.ofString());
      return false;
    } catch (InterruptedException expected) {
      return true;
    }
  }

  private CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest request) {
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  private static HttpRequest request(SilentTarget target) {
    return HttpRequest.newBuilder(target.uri()).build();
  }

  /** Returns a request that is never to be sent. */
  private static HttpRequest silentNowhere() {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:9/")).build();
  }
}
