package io.calloutauth.example.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CalloutReceiverTest {

  private static final String INVALID = "Bearer realm=\"callouts\", error=\"invalid_token\"";
  private static final DemoClient BILLING =
      DemoClient.builder("billing").scopes("orders.read", "orders.write").build();

  private static AuthorizationServer server;

  private CalloutReceiver receiver;

  @BeforeAll
  static void startServer() {
    server =
        AuthorizationServer.start(AuthorizationServerOptions.builder().client(BILLING).build());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void startReceiver() throws IOException {
    receiver = CalloutReceiver.start(needingWrite().build());
  }

  @AfterEach
  void stopReceiver() {
    receiver.close();
  }

  @Test
  void acceptsACalloutWithAGoodTokenAndRecordsIt() throws Exception {
    String token = writeToken();

    var answer = Http.callout(receiver, token);

    assertThat(answer.statusCode()).isEqualTo(204);
    String id = SignedJWT.parse(token).getJWTClaimsSet().getJWTID();
    assertThat(receiver.deliveries())
        .containsExactly(
            new Delivery("POST", "/callouts/orders/7", "{\"total\":7}", "billing", id));
    assertThat(receiver.deliveries().toString()).doesNotContain(token, "total");
    assertThat(receiver.refusals()).isZero();
  }

  @Test
  void namesTheClientAtTheTestEndpoint() throws Exception {
    var answer = Http.get(receiver.testEndpoint(), "Authorization", "bearer " + writeToken());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Http.json(answer)).containsEntry("client_id", "billing");
    assertThat(receiver.deliveries()).isEmpty();
  }

  @Test
  void asksForATokenWhereThereIsNone() throws Exception {
    var answer = Http.get(receiver.calloutsEndpoint());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(Http.challenge(answer)).isEqualTo("Bearer realm=\"callouts\"");
  }

  @Test
  void refusesTwoTokens() throws Exception {
    String header = "Bearer " + writeToken();

    var answer =
        Http.get(receiver.testEndpoint(), "Authorization", header, "Authorization", header);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Http.challenge(answer)).contains("error=\"invalid_request\"");
  }

  @Test
  void refusesGarbage() throws Exception {
    assertThatInvalid(Http.callout(receiver, "garbage"));
    assertThatInvalid(Http.callout(receiver, "a.b.c"));
    assertThatInvalid(Http.callout(receiver, "eyJhbGciOiJub25lIn0.e30."));
  }

  @Test
  void refusesATokenThatSomebodyElseSigned() throws Exception {
    SignedJWT real = SignedJWT.parse(writeToken());
    var key = new RSAKeyGenerator(2048).generate();
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(real.getHeader().getKeyID()).build();
    var forged = new SignedJWT(header, real.getJWTClaimsSet());
    forged.sign(new RSASSASigner(key));

    assertThatInvalid(Http.callout(receiver, forged.serialize()));
  }

  @Test
  void refusesAnExpiredToken() throws Exception {
    Instant nextHour = Instant.now().plus(Duration.ofHours(1));

    try (var later =
        CalloutReceiver.start(needingWrite().clock(InstantSource.fixed(nextHour)).build())) {
      assertThatInvalid(Http.callout(later, writeToken()));
    }
  }

  @Test
  void refusesATokenForAnotherAudience() throws Exception {
    try (var other = CalloutReceiver.start(needingWrite().audience("others").build())) {
      assertThatInvalid(Http.callout(other, writeToken()));
    }
  }

  @Test
  void refusesATokenOfAnotherServer() throws Exception {
    var options = AuthorizationServerOptions.builder().client(BILLING).build();

    try (var other = AuthorizationServer.start(options)) {
      assertThatInvalid(Http.callout(receiver, Http.token(other, BILLING, "orders.write")));
    }
  }

  @Test
  void refusesATokenWithoutTheScopeAndNamesIt() throws Exception {
    String expected =
        "Bearer realm=\"callouts\", error=\"insufficient_scope\", scope=\"orders.write\"";

    for (String scope : new String[] {"orders.read", ""}) {
      var answer = Http.callout(receiver, Http.token(server, BILLING, scope));

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(Http.challenge(answer)).isEqualTo(expected);
    }
  }

  @Test
  void refusesATokenThatItsClientRevoked() throws Exception {
    String token = writeToken();
    assertThat(Http.callout(receiver, token).statusCode()).isEqualTo(204);

    assertThat(Http.revoke(server, BILLING, token).statusCode()).isEqualTo(200);

    assertThatInvalid(Http.callout(receiver, token));
    assertThat(Http.callout(receiver, writeToken()).statusCode()).isEqualTo(204);
  }

  @Test
  void refusesEveryTokenOnceTheServerRevokedThemAll() throws Exception {
    String token = writeToken();

    server.revokeAllTokens();

    assertThatInvalid(Http.callout(receiver, token));
    assertThat(Http.callout(receiver, writeToken()).statusCode()).isEqualTo(204);
  }

  @Test
  void isUnsureWhileTheAuthorizationServerIsAway() throws Exception {
    var options = AuthorizationServerOptions.builder().client(BILLING).build();
    var other = AuthorizationServer.start(options);
    String token = Http.token(other, BILLING, "");
    try (var withoutKeys = CalloutReceiver.start(ReceiverOptions.trusting(other).build());
        var withKeys = CalloutReceiver.start(ReceiverOptions.trusting(other).build())) {
      assertThat(Http.callout(withKeys, token).statusCode()).isEqualTo(204);
      other.close();

      assertThat(Http.callout(withoutKeys, token).statusCode()).isEqualTo(503);
      assertThat(Http.callout(withKeys, token).statusCode()).isEqualTo(503);
    }
  }

  @Test
  void answersAsItWasToldAndThenAsBefore() throws Exception {
    String token = writeToken();
    receiver.answerNext(2, 401);
    receiver.answerNext(1, 403);
    receiver.answerNext(1, 429);
    receiver.answerNext(1, 500);

    assertThatInvalid(Http.callout(receiver, token));
    assertThatInvalid(Http.callout(receiver, token));
    assertThat(Http.challenge(Http.callout(receiver, token))).contains("insufficient_scope");
    var throttled = Http.callout(receiver, token);
    assertThat(throttled.statusCode()).isEqualTo(429);
    assertThat(throttled.headers().firstValue("Retry-After")).contains("1");
    assertThat(Http.callout(receiver, token).statusCode()).isEqualTo(500);
    assertThat(Http.callout(receiver, token).statusCode()).isEqualTo(204);
    assertThat(receiver.refusals()).isEqualTo(5);
    assertThat(receiver.deliveries()).hasSize(1);
  }

  @Test
  void letsOnlyTheNextCalloutWaitWhenTold() throws Exception {
    String token = writeToken();
    receiver.delayNext(1, Duration.ofHours(1));

    var first = Http.calloutAsync(receiver, token);
    var second = Http.calloutAsync(receiver, token);
    CompletableFuture.anyOf(first, second).get(20, TimeUnit.SECONDS);
    assertThat(Http.callout(receiver, token).statusCode()).isEqualTo(204);

    assertThat(Stream.of(first, second).filter(CompletableFuture::isDone)).hasSize(1);
    assertThat(receiver.deliveries()).hasSize(2);
  }

  @Test
  void deliversAfterTheDelayThatItWasTold() throws Exception {
    receiver.delayNext(1, Duration.ofMillis(1));

    assertThat(Http.callout(receiver, writeToken()).statusCode()).isEqualTo(204);
  }

  @Test
  void plansNothingThatIsNoRefusal() {
    assertThatThrownBy(() -> receiver.answerNext(1, 200))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesABodyThatIsTooLarge() throws Exception {
    var answer =
        Http.post(receiver.calloutsEndpoint(), "Bearer " + writeToken(), "x".repeat(1_048_577));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(receiver.deliveries()).isEmpty();
  }

  @Test
  void looksForATokenOnlyWhenItAcceptsAny() throws Exception {
    try (var any = CalloutReceiver.start(ReceiverOptions.acceptingAnyToken().build())) {
      assertThat(Http.callout(any, "opaque").statusCode()).isEqualTo(204);
      assertThat(Http.get(any.calloutsEndpoint()).statusCode()).isEqualTo(401);
      assertThat(any.deliveries()).hasSize(1);
    }
  }

  @Test
  void freesItsPortWhenClosed() throws Exception {
    int port = receiver.address().getPort();

    receiver.close();

    try (var socket = new ServerSocket()) {
      socket.bind(Loopback.at(port));
      assertThat(socket.isBound()).isTrue();
    }
  }

  private static ReceiverOptions.Builder needingWrite() {
    return ReceiverOptions.trusting(server).requiredScope("orders.write");
  }

  private static String writeToken() throws IOException, InterruptedException {
    return Http.token(server, BILLING, "orders.write");
  }

  private static void assertThatInvalid(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(Http.challenge(answer)).isEqualTo(INVALID);
  }
}
