package io.calloutauth.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.testkit.TargetServer;
import io.calloutauth.testkit.TargetServer.Answer;
import io.calloutauth.testkit.Way;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CalloutHttpClientReplayTest {

  private final ScriptedAuthenticator authenticator = new ScriptedAuthenticator();
  private final HttpClient client =
      CalloutHttpClient.of(authenticator, "invoice-posted", HttpClient.newHttpClient());
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
  void replaysOnceWithTheNextTokenAfterA401(Way way) throws Exception {
    HttpResponse<String> response = way.send(client, post("order 7"), BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("hello token-2");
    assertThat(target.tokens()).containsExactly("token-1", "token-2");
    assertThat(target.arrived).allMatch(request -> request.body().equals("order 7"));
    assertThat(authenticator.shown).containsExactly("token-1 401 Bearer", "token-2 200 Bearer");
    assertThat(authenticator.asked).containsExactly("invoice-posted POST /orders");
  }

  @ParameterizedTest
  @EnumSource
  void showsTheCallersHandlerTheLastAnswerOnly(Way way) throws Exception {
    List<Integer> seen = new CopyOnWriteArrayList<>();
    BodyHandler<String> handler =
        info -> {
          seen.add(info.statusCode());
          return BodyHandlers.ofString().apply(info);
        };

    HttpRequest request = post("x");
    HttpResponse<String> response = way.send(client, request, handler);

    assertThat(seen).containsExactly(200);
    assertThat(response.previousResponse()).isEmpty();
    assertThat(response.request()).isSameAs(request);
    assertThat(response.request().headers().map()).isEmpty();
    assertThat(response.headers().allValues("x-status")).containsExactly("200");
    assertThat(response.uri()).isEqualTo(request.uri());
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(response.sslSession()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void waitsForTheSuccessorWithoutBlockingTheTarget(Way way) throws Exception {
    authenticator.successor = new CompletableFuture<>();
    CompletableFuture<Void> renewal =
        CompletableFuture.runAsync(
            () -> {
              await(authenticator.successorAwaited);
              authenticator.successor.complete(null);
            });

    assertThat(way.send(client, post("x"), BodyHandlers.ofString()).body())
        .isEqualTo("hello token-2");
    renewal.join();
  }

  @ParameterizedTest
  @EnumSource
  void givesTheSecond401ToTheCaller(Way way) throws Exception {
    target.answers = request -> new Answer(401, "no to " + request.token());

    HttpResponse<String> response = way.send(client, post("x"), BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("no to token-2");
    assertThat(target.tokens()).containsExactly("token-1", "token-2");
    assertThat(authenticator.shown).containsExactly("token-1 401 Bearer", "token-2 401 Bearer");
  }

  @ParameterizedTest
  @EnumSource
  void givesTheFirst401ToTheCallerWhenThereIsNoSuccessor(Way way) throws Exception {
    authenticator.renews = false;

    HttpResponse<String> response = way.send(client, post("x"), BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("first answer");
    assertThat(target.arrived).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void givesTheFirst401ToTheCallerWhenTheRenewalFails(Way way) throws Exception {
    authenticator.successor =
        CompletableFuture.failedFuture(new IllegalStateException("not to be had"));

    assertThat(way.send(client, post("x"), BodyHandlers.ofString()).body())
        .isEqualTo("first answer");
    assertThat(target.arrived).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void givesTheFirst401ToTheCallerWhenTheAuthenticatorBreaks(Way way) throws Exception {
    authenticator.atAnswer =
        () -> {
          throw new IllegalStateException("broken");
        };

    assertThat(way.send(client, post("x"), BodyHandlers.ofString()).body())
        .isEqualTo("first answer");
  }

  @ParameterizedTest
  @EnumSource
  void appliesTheCredentialsOfEachAttemptOnce(Way way) throws Exception {
    way.send(client, post("x"), BodyHandlers.ofString());

    assertThat(authenticator.applied).containsExactly("token-1", "token-2");
  }

  @ParameterizedTest
  @EnumSource
  void givesTheFirst401ToTheCallerWhenTheBodyCannotBePublishedAgain(Way way) throws Exception {
    for (SingleUseBody.Second second : SingleUseBody.Second.values()) {
      authenticator.reset();
      String large = large();
      target.answers = request -> new Answer(401, large);
      BodyPublisher once = new SingleUseBody("an order", second);

      HttpResponse<String> response = way.send(client, request(once), BodyHandlers.ofString());

      assertThat(response.statusCode()).as(second.name()).isEqualTo(401);
      assertThat(response.body()).isEqualTo(large);
      assertThat(response.headers().allValues("x-status")).containsExactly("401");
    }
  }

  @ParameterizedTest
  @EnumSource
  void showsAsMuchOfABodyAsTheCredentialsAskFor(Way way) throws Exception {
    authenticator.bodyLimit = 20;
    target.answers =
        request ->
            new Answer(200, request.token().equals("token-1") ? "expired " + large() : "fine");

    HttpResponse<String> response = way.send(client, post("x"), BodyHandlers.ofString());

    assertThat(response.body()).isEqualTo("fine");
    assertThat(authenticator.bodies).containsExactly("expired 0 2 4 6 8 10", "fine");
    assertThat(target.tokens()).containsExactly("token-1", "token-2");
  }

  @ParameterizedTest
  @EnumSource
  void handsOverTheWholeResponseWhenNothingComesOfItsBody(Way way) throws Exception {
    authenticator.bodyLimit = Integer.MAX_VALUE;
    String large = large();
    target.answers = request -> new Answer(200, large);

    HttpResponse<String> response = way.send(client, post("x"), BodyHandlers.ofString());

    assertThat(response.body()).isEqualTo(large);
    assertThat(authenticator.bodies).singleElement().asString().hasSizeGreaterThanOrEqualTo(65_536);
    assertThat(authenticator.bodies.get(0).length()).isLessThanOrEqualTo(65_536);
  }

  @ParameterizedTest
  @EnumSource
  void holdsNoStreamOfEventsBackThatNoRuleCanRead(Way way) throws Exception {
    authenticator.bodyLimit = Integer.MAX_VALUE;
    target.answers =
        request -> new Answer(200, "data: 1", Map.of("Content-Type", "text/event-stream"));

    HttpResponse<String> response = way.send(client, post("x"), BodyHandlers.ofString());

    assertThat(response.body()).isEqualTo("data: 1");
    assertThat(authenticator.bodies).containsExactly("");
  }

  @ParameterizedTest
  @EnumSource
  void losesNothingOfALarge401ThatIsFinal(Way way) throws Exception {
    String large = large();
    target.answers = request -> new Answer(401, large);
    authenticator.successor = new CompletableFuture<>();
    CompletableFuture<Void> renewal =
        CompletableFuture.runAsync(
            () -> {
              await(authenticator.successorAwaited);
              authenticator.successor.completeExceptionally(new IllegalStateException());
            });

    HttpResponse<String> response = way.send(client, post("x"), BodyHandlers.ofString());

    assertThat(response.body()).isEqualTo(large);
    renewal.join();
  }

  @ParameterizedTest
  @EnumSource
  void streamsALarge401ThatIsFinal(Way way) throws Exception {
    String large = large();
    target.answers = request -> new Answer(401, large);
    authenticator.renews = false;

    HttpResponse<InputStream> response = way.send(client, post("x"), BodyHandlers.ofInputStream());

    try (InputStream body = response.body()) {
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(large);
    }
  }

  @ParameterizedTest
  @EnumSource
  void replaysAfterALarge401(Way way) throws Exception {
    target.answers =
        request ->
            request.token().equals("token-1")
                ? new Answer(401, large())
                : new Answer(200, "hello " + request.token());

    assertThat(way.send(client, post("x"), BodyHandlers.ofString()).body())
        .isEqualTo("hello token-2");
  }

  @ParameterizedTest
  @EnumSource
  void failsWithWhatTheCallersHandlerThrowsOnAFinal401(Way way) {
    target.answers = request -> new Answer(401, "no");
    authenticator.successor =
        CompletableFuture.failedFuture(new IllegalStateException("not to be had"));

    assertThatThrownBy(
            () ->
                way.send(
                    client,
                    post("x"),
                    info -> {
                      throw new IllegalStateException("the caller's own");
                    }))
        .hasStackTraceContaining("the caller's own");
  }

  @ParameterizedTest
  @EnumSource
  void renewsButDoesNotReplayABodyOfUnknownLength(Way way) throws Exception {
    HttpResponse<String> response =
        way.send(client, request(stream("once")), BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("first answer");
    assertThat(target.tokens()).containsExactly("token-1");
    assertThat(authenticator.shown).containsExactly("token-1 401 Bearer");

    assertThat(way.send(client, post("next"), BodyHandlers.ofString()).body())
        .isEqualTo("hello token-2");
  }

  @ParameterizedTest
  @EnumSource
  void replaysABodyOfUnknownLengthWhenTheCallerSaysSo(Way way) throws Exception {
    BodyPublisher body = ReplayableBody.of(stream("again"));

    HttpResponse<String> response = way.send(client, request(body), BodyHandlers.ofString());

    assertThat(response.body()).isEqualTo("hello token-2");
    assertThat(target.arrived).extracting(TargetServer.Arrived::body).containsOnly("again");
  }

  @Test
  void replaysARequestWithoutABody() throws Exception {
    HttpRequest get = HttpRequest.newBuilder(target.uri("/orders")).build();

    assertThat(client.send(get, BodyHandlers.ofString()).body()).isEqualTo("hello token-2");
    assertThat(target.arrived).allMatch(request -> request.method().equals("GET"));
  }

  @ParameterizedTest
  @EnumSource
  void replaysABodyOfNoLength(Way way) throws Exception {
    HttpRequest post = request(BodyPublishers.noBody());

    assertThat(way.send(client, post, BodyHandlers.ofString()).body()).isEqualTo("hello token-2");
    assertThat(target.arrived).hasSize(2).allMatch(request -> request.body().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"200", "307", "400", "403", "407", "429", "500", "503"})
  void leavesOtherAnswersAlone(int status) throws Exception {
    target.answers = request -> new Answer(status, "as it is");
    for (Way way : Way.values()) {
      HttpResponse<String> response = way.send(client, post("x"), BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(response.body()).isEqualTo("as it is");
    }
    assertThat(target.tokens()).containsExactly("token-1", "token-1", "token-1");
    assertThat(authenticator.shown).hasSize(3).containsOnly("token-1 " + status + " Bearer");
  }

  private HttpRequest post(String body) {
    return request(BodyPublishers.ofString(body));
  }

  private HttpRequest request(BodyPublisher body) {
    return HttpRequest.newBuilder(target.uri("/orders")).POST(body).build();
  }

  private static BodyPublisher stream(String text) {
    return BodyPublishers.ofInputStream(
        () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String large() {
    StringBuilder large = new StringBuilder();
    while (large.length() < 2_000_000) {
      large.append(large.length()).append(' ');
    }
    return large.toString();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
