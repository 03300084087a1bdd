package io.calloutauth.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutNotSentException;
import io.calloutauth.CalloutRefusedException;
import io.calloutauth.TokenWaitException;
import io.calloutauth.testkit.MeteredBody;
import io.calloutauth.testkit.RecordingClient;
import io.calloutauth.testkit.TargetServer;
import io.calloutauth.testkit.Way;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CalloutHttpClientTest {

  private final ScriptedAuthenticator authenticator = new ScriptedAuthenticator();
  private final RecordingClient delegate = new RecordingClient(HttpClient.newHttpClient());
  private final HttpClient client = CalloutHttpClient.of(authenticator, "invoice-posted", delegate);
  private TargetServer target;

  @BeforeEach
  void startTarget() throws IOException {
    target = new TargetServer(request -> new TargetServer.Answer(200, "hello"));
  }

  @AfterEach
  void stopTarget() {
    target.close();
  }

  @ParameterizedTest
  @EnumSource
  void copiesTheRequestFaithfully(Way way) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(target.uri("/a%20b?c=d"))
            .method("PATCH", BodyPublishers.ofString("changed"))
            .header("X-Two", "1")
            .header("X-Two", "2")
            .version(HttpClient.Version.HTTP_1_1)
            .expectContinue(true)
            .build();

    way.send(client, request, BodyHandlers.ofString());

    HttpRequest copy = delegate.requests.get(0);
    assertThat(copy.method()).isEqualTo("PATCH");
    assertThat(copy.uri()).isEqualTo(request.uri());
    assertThat(copy.version()).isEqualTo(request.version());
    assertThat(copy.expectContinue()).isTrue();
    assertThat(copy.timeout()).isEmpty();
    assertThat(copy.bodyPublisher()).isEqualTo(request.bodyPublisher());
    assertThat(copy.headers().allValues("x-two")).containsExactly("1", "2");
    assertThat(copy.headers().allValues("authorization")).containsExactly("Bearer token-1");
    assertThat(copy.headers().map()).hasSize(2);
    assertThat(target.arrived.get(0).body()).isEqualTo("changed");
    assertThat(target.tokens()).containsExactly("token-1");
  }

  @ParameterizedTest
  @EnumSource
  void refusesARequestThatHasAnAuthorizationHeaderAlready(Way way) {
    for (String name : List.of("Authorization", "authorization", "AUTHORIZATION")) {
      HttpRequest request = request().header(name, "Basic x").build();

      assertThatThrownBy(() -> way.send(client, request, BodyHandlers.ofString()))
          .isInstanceOfSatisfying(
              CalloutNotSentException.class,
              problem ->
                  assertThat(problem.reason())
                      .isInstanceOfSatisfying(
                          CalloutRefusedException.class,
                          refused ->
                              assertThat(refused.reason())
                                  .isEqualTo(CalloutRefusedException.Reason.HEADER_PRESENT)));
    }
    assertThat(authenticator.asked).isEmpty();
    assertThat(target.arrived).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void sendsNothingWithoutAToken(Way way) {
    CalloutAuthException reason = new TokenWaitException(false);
    authenticator.token = CompletableFuture.failedFuture(reason);

    assertThatThrownBy(() -> way.send(client, request().build(), BodyHandlers.ofString()))
        .isExactlyInstanceOf(CalloutNotSentException.class)
        .hasCause(reason);
    assertThat(target.arrived).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void passesOnWhatElseTheAuthenticatorThrows(Way way) {
    authenticator.token = CompletableFuture.failedFuture(new IllegalStateException("closed"));

    assertThatThrownBy(() -> way.send(client, request().build(), BodyHandlers.ofString()))
        .isExactlyInstanceOf(IllegalStateException.class);
    assertThat(target.arrived).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void keepsAHeaderThatCannotBeSentOutOfTheMessage(Way way) {
    authenticator.extraHeader = "secret\nvalue";

    assertThatThrownBy(() -> way.send(client, request().build(), BodyHandlers.ofString()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageNotContaining("secret");
  }

  @Test
  void setsEveryHeaderOfTheCredentialsOnce() throws Exception {
    authenticator.extraHeader = "ours";

    client.send(request().header("x-extra", "theirs").build(), BodyHandlers.ofString());

    assertThat(delegate.requests.get(0).headers().allValues("X-Extra")).containsExactly("ours");
  }

  @Test
  void refusesADelegateThatFollowsRedirects() {
    for (HttpClient.Redirect redirect :
        List.of(HttpClient.Redirect.NORMAL, HttpClient.Redirect.ALWAYS)) {
      HttpClient following = HttpClient.newBuilder().followRedirects(redirect).build();

      assertThatIllegalArgumentException()
          .isThrownBy(() -> CalloutHttpClient.of(authenticator, "n", following))
          .withMessageContaining("followRedirects(Redirect.NEVER)");
    }
  }

  @Test
  void refusesADelegateThatHasAnAuthenticator() {
    HttpClient asking = HttpClient.newBuilder().authenticator(new Authenticator() {}).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> CalloutHttpClient.of(authenticator, "n", asking))
        .withMessageContaining("without authenticator(...)");
  }

  @Test
  void refusesAWebSocket() {
    assertThatThrownBy(client::newWebSocketBuilder)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("CalloutAuthenticator.authenticate");
  }

  @Test
  void tellsTheDelegatesSettings() {
    HttpClient set =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(3))
            .proxy(ProxySelector.getDefault())
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Runnable::run)
            .build();
    HttpClient wrapped = CalloutHttpClient.of(authenticator, "n", set);

    assertThat(wrapped.cookieHandler()).isEqualTo(set.cookieHandler()).isPresent();
    assertThat(wrapped.connectTimeout()).isEqualTo(set.connectTimeout()).isPresent();
    assertThat(wrapped.proxy()).isEqualTo(set.proxy()).isPresent();
    assertThat(wrapped.executor()).isEqualTo(set.executor()).isPresent();
    assertThat(wrapped.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(wrapped.sslContext()).isSameAs(set.sslContext());
    assertThat(wrapped.sslParameters().getProtocols())
        .isEqualTo(set.sslParameters().getProtocols());
    assertThat(wrapped.followRedirects()).isEqualTo(HttpClient.Redirect.NEVER);
    assertThat(wrapped.authenticator()).isEmpty();
  }

  @Test
  void doesNotCloseTheDelegate() throws Exception {
    HttpClient jdk = HttpClient.newHttpClient();
    HttpClient wrapped = CalloutHttpClient.of(authenticator, "n", jdk);
    for (String method : List.of("close", "shutdown", "shutdownNow")) {
      callAsHostsDo(wrapped, method);
    }

    assertThat(jdk.send(request().build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertThat(wrapped.send(request().build(), BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
    CalloutHttpClient ours = (CalloutHttpClient) wrapped;
    assertThat(ours.awaitTermination(Duration.ofDays(1))).isTrue();
    assertThat(ours.isTerminated()).isFalse();
  }

  /** Calls HttpClient's own method where the JDK has it, from 21 on. */
  private static void callAsHostsDo(HttpClient client, String method) throws Exception {
    Class<?> type = Runtime.version().feature() >= 21 ? HttpClient.class : CalloutHttpClient.class;
    type.getMethod(method).invoke(client);
  }

  @ParameterizedTest
  @EnumSource
  void listensToPushesWhenTheCallerDoes(Way way) throws Exception {
    way.send(client, request().build(), BodyHandlers.ofString());

    assertThat(delegate.pushHandlers).hasSize(way == Way.ASYNC_WITH_PUSHES ? 1 : 0);
  }

  @Test
  void showsPushedRequestsBesideTheCallersRequest() {
    List<HttpRequest> initiating = new CopyOnWriteArrayList<>();
    PushPromiseHandler<String> pushes = (first, pushed, acceptor) -> initiating.add(first);
    HttpRequest request = request().build();
    HttpRequest signed = request().header("Authorization", "Bearer token-1").build();
    Sender sender = new Sender(authenticator, "n", delegate, System::nanoTime);
    PushPromiseHandler<String> shown =
        new Callout<>(sender, request, BodyHandlers.ofString()).shown(pushes);

    shown.applyPushPromise(signed, signed, handler -> new CompletableFuture<>());

    assertThat(initiating).singleElement().isSameAs(request);
  }

  @Test
  void sendsAHugeBodyAsItIsPublished() throws Exception {
    MeteredBody body = new MeteredBody(4096, 64 * 1024);
    HttpRequest request = HttpRequest.newBuilder(target.uri("/sink")).POST(body).build();

    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(target.arrived.get(0).length()).isEqualTo(256L * 1024 * 1024);
    assertThat(body.subscriptions()).isEqualTo(1);
    assertThat(body.mostAskedAtOnce()).isLessThan(64);
  }

  @Test
  void givesAFixedTokenForHostsOwnTests() throws Exception {
    HttpClient fixed = CalloutHttpClient.of(CalloutAuthenticator.fixed("abc"), "n", delegate);

    for (Way way : Way.values()) {
      way.send(fixed, request().build(), BodyHandlers.ofString());
    }

    assertThat(target.tokens()).containsExactly("abc", "abc", "abc");
  }

  @Test
  void printsNoToken() throws Exception {
    HttpResponse<String> response = client.send(request().build(), BodyHandlers.ofString());

    assertThat(response + " " + client + " " + response.request()).doesNotContain("token-1");
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(target.uri("/orders"));
  }
}
