package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdk.CalloutHttpClient;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.testing.FakeAuthenticator;
import io.calloutauth.testing.FakeAuthorizationServer;
import io.calloutauth.testing.FakeReceiver;
import io.calloutauth.testing.FakeReceiver.Received;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a host's tests get to play with does as it is told, against the library itself. */
@Timeout(60)
class HostTestKitTest {

  private static final String N = "invoice-posted";

  private final FakeAuthorizationServer server = FakeAuthorizationServer.start();
  private final FakeReceiver receiver = FakeReceiver.trusting(server);
  private CalloutAuth auth;
  private ProviderId crm;

  @BeforeEach
  void start() {
    auth =
        CalloutAuth.builder(MemoryStore.create())
            .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
            .build();
    crm = auth.providers().create(server.settings("CRM").build()).id();
    auth.notifications().bind(N, crm);
  }

  @AfterEach
  void stop() {
    auth.close();
    receiver.close();
    server.close();
  }

  @Test
  void isTakenAsTheReadmeSays() throws Exception {
    // tag::readme
    try (FakeAuthorizationServer server = FakeAuthorizationServer.start();
        FakeReceiver receiver = FakeReceiver.trusting(server)) {
      ProviderId id = auth.providers().create(server.settings("Billing").build()).id();
      auth.notifications().bind("order-shipped", id);
      server.throttle(Duration.ofMinutes(1)); // or refuse, hang, fail, rotate, endTokens
      assertThatThrownBy(() -> deliver("order-shipped", receiver.uri("/orders")))
          .hasRootCauseInstanceOf(TokenRequestException.class);
      assertThat(receiver.received()).isEmpty();
    }
    // end::readme
  }

  private int deliver(String notificationId, URI target) throws Exception {
    HttpClient http =
        CalloutHttpClient.of(auth.callouts(), notificationId, HttpClient.newHttpClient());
    HttpRequest order = HttpRequest.newBuilder(target).POST(BodyPublishers.ofString("{}")).build();
    return http.send(order, BodyHandlers.discarding()).statusCode();
  }

  @Test
  void aCalloutArrivesWithItsToken() throws Exception {
    assertThat(post(auth.callouts())).isEqualTo(200);

    assertThat(receiver.received())
        .containsExactly(new Received("POST", "/orders", Optional.of("token-1"), "{}", 200));
  }

  @Test
  void aTokenThatEndedIsReplaced() throws Exception {
    post(auth.callouts());
    server.endTokens();

    assertThat(post(auth.callouts())).isEqualTo(200);
    assertThat(receiver.received().stream().map(Received::status)).containsExactly(200, 401, 200);
    assertThat(server.tokenRequests()).isEqualTo(2);
  }

  @Test
  void aServerThatRotatesEndsTheTokenBefore() throws Exception {
    server.rotate();
    post(auth.callouts());
    auth.tokens().refresh(crm);

    assertThat(server.accepts("token-1")).isFalse();
    assertThat(server.accepts("token-2")).isTrue();
  }

  @Test
  void aRefusalIsToldByItsCode() {
    server.refuse("invalid_scope");

    assertThatThrownBy(() -> post(auth.callouts()))
        .isInstanceOfSatisfying(
            CalloutNotSentException.class,
            failed ->
                assertThat(failed.reason())
                    .isInstanceOfSatisfying(
                        TokenErrorException.class,
                        refused -> assertThat(refused.code()).isEqualTo("invalid_scope")));
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void aThrottlingServerIsLeftAloneForAsLongAsItSays() {
    server.throttle(Duration.ofSeconds(90));

    assertThatThrownBy(() -> auth.tokens().obtain(crm))
        .isInstanceOfSatisfying(
            TokenRequestException.class,
            throttled ->
                assertThat(throttled.retryAfter().orElseThrow())
                    .isGreaterThan(Duration.ofSeconds(60)));
  }

  @Test
  void aServerThatIsDownFailsTheCallout() {
    server.fail();

    assertThatThrownBy(() -> post(auth.callouts())).isInstanceOf(CalloutNotSentException.class);
    assertThat(auth.tokens().status(crm).state()).isEqualTo(TokenState.FAILING);
  }

  @Test
  void aServerThatHangsHoldsTheCalloutUpUntilItIssuesAgain() throws Exception {
    server.hang();
    assertThatThrownBy(
            () ->
                auth.callouts()
                    .authenticate(N, "POST", receiver.uri("/orders"), Duration.ofMillis(50)))
        .isInstanceOf(TokenWaitException.class);

    server.issue();

    assertThat(post(auth.callouts())).isEqualTo(200);
    assertThat(server.tokenRequests()).isEqualTo(1);
  }

  @Test
  void aResponseThatIsNoneIsTold() {
    server.respond(200, "<html>");

    assertThatThrownBy(() -> auth.tokens().obtain(crm)).isInstanceOf(TokenRequestException.class);
  }

  @Test
  void aWrongSecretIsRefused() {
    ProviderId wrong =
        auth.providers().create(server.settings("Wrong").clientSecret("another").build()).id();

    assertThatThrownBy(() -> auth.tokens().obtain(wrong)).isInstanceOf(TokenErrorException.class);
  }

  @Test
  void aRevokedTokenIsAcceptedNoMore() {
    auth.tokens().obtain(crm);

    auth.tokens().revoke(crm);

    assertThat(server.revoked()).containsExactly("token-1");
    assertThat(server.accepts("token-1")).isFalse();
  }

  @Test
  void aRevocationThatFailsIsReported() {
    server.failRevocations();
    auth.tokens().obtain(crm);

    assertThat(auth.tokens().revoke(crm).outcome()).isEqualTo(RevocationReport.Outcome.NOT_TOLD);
    assertThat(server.revoked()).isEmpty();
  }

  @Test
  void aReceiverRefusesWhateverItIsToldTo() throws Exception {
    receiver.respond(403);
    assertThat(post(auth.callouts())).isEqualTo(403);

    receiver.respondByToken();
    assertThat(post(auth.callouts())).isEqualTo(200);
  }

  @Test
  void anAuthenticatorWithoutAServerGivesItsTokensInTurn() throws Exception {
    auth.tokens().obtain(crm);
    FakeAuthenticator callouts = FakeAuthenticator.giving("another", "token-1", "a third");

    assertThat(post(callouts)).isEqualTo(200);
    assertThat(receiver.received().stream().map(Received::status)).containsExactly(401, 200);
    assertThat(callouts.notifications()).containsExactly(N);
  }

  @Test
  void anAuthenticatorThatGetsNoSuccessorThrowsThen() {
    FakeAuthenticator callouts =
        FakeAuthenticator.failingAfter(
            "another", SampleExceptions.throttled(Duration.ofSeconds(9)));
    CalloutCredentials first = callouts.authenticate(N, "POST", receiver.uri("/"));

    assertThatThrownBy(
            () -> callouts.afterResponse(first, CalloutResponse.of(401, name -> List.of())))
        .isInstanceOf(TokenRequestException.class);
    assertThat(callouts.afterResponse(first, CalloutResponse.of(200, name -> List.of()))).isEmpty();
  }

  static Stream<CalloutAuthException> failuresOfCallouts() {
    return SampleExceptions.ofCallouts().stream()
        .filter(why -> !(why instanceof TokenWaitException waited && waited.interrupted()));
  }

  @ParameterizedTest
  @MethodSource("failuresOfCallouts")
  void anAuthenticatorFailsInEachWay(CalloutAuthException why) {
    assertThatThrownBy(() -> post(FakeAuthenticator.failing(why)))
        .isInstanceOfSatisfying(
            CalloutNotSentException.class, failed -> assertThat(failed.reason()).isSameAs(why));
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void thereIsAStatusOfEachState() {
    Instant now = Instant.EPOCH;

    assertThat(
            Stream.of(
                    SampleStatuses.none(),
                    SampleStatuses.active(now, now, "orders.read"),
                    SampleStatuses.expired(now, now),
                    SampleStatuses.failing(now, now),
                    SampleStatuses.revoked(now),
                    SampleStatuses.authorizationNeeded(now),
                    SampleStatuses.disabled())
                .map(TokenStatus::state))
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(TokenState.values()));
  }

  private int post(CalloutAuthenticator callouts) throws IOException, InterruptedException {
    HttpClient http = CalloutHttpClient.of(callouts, N, HttpClient.newHttpClient());
    HttpRequest order =
        HttpRequest.newBuilder(receiver.uri("/orders")).POST(BodyPublishers.ofString("{}")).build();
    return http.send(order, BodyHandlers.discarding()).statusCode();
  }
}
