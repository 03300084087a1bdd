package io.calloutauth.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.AddressCheck;
import io.calloutauth.endpoint.AddressCheck.Outcome;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.EndpointCheck;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.endpoint.TestEndpoints;
import io.calloutauth.oauth.ClientRegistrationBuilder;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.testkit.ClosedPort;
import io.calloutauth.testkit.FakeServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers and networks do to a request, and what comes of it. */
class TransportTest {

  private static final String OK_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  private TokenClient client;

  @BeforeAll
  static void sendFirst() throws IOException {
    Clients.sendFirst();
  }

  @BeforeEach
  void start() {
    client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build();
  }

  @AfterEach
  void stop() {
    client.close();
  }

  private TokenFailure failure(Endpoint endpoint) {
    return (TokenFailure) client.fetch(Clients.of(endpoint), GrantInput.NONE, Clients.PLENTY);
  }

  private static void failsWith(TokenFailure failure, TokenError error, FailureClass failureClass) {
    assertThat(failure.error()).isEqualTo(error);
    assertThat(failure.failureClass()).isEqualTo(failureClass);
  }

  /** Writes something again and again, more slowly than a deadline passes. */
  private static void drip(OutputStream out, String drop) throws IOException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    do {
      out.write(drop.getBytes(UTF_8));
      out.flush();
    } while (!never.await(20, TimeUnit.MILLISECONDS));
  }

  private static void endsAtTheDeadline(FakeServer server, TokenClient client, boolean sent)
      throws Exception {
    try (server) {
      TokenFailure failure =
          (TokenFailure)
              client.fetch(Clients.of(server.endpoint("/token")), GrantInput.NONE, Clients.SHORT);

      failsWith(failure, TokenError.UNREACHABLE, FailureClass.TRANSIENT);
      assertThat(failure.operatorDetail()).endsWith("the deadline passed");
      assertThat(failure.mayHaveBeenSent()).isEqualTo(sent);
      assertThat(server.sawHangUp()).isTrue();
    }
  }

  @Test
  void endsABodyThatDripsAtTheDeadline() throws Exception {
    FakeServer.Script script =
        out -> {
          out.write((OK_HEAD + "Content-Length: 100000\r\n\r\n{").getBytes(UTF_8));
          drip(out, " ");
        };

    endsAtTheDeadline(FakeServer.start(script), client, true);
  }

  @Test
  void endsHeadersThatDripAtTheDeadline() throws Exception {
    FakeServer.Script script =
        out -> {
          out.write((OK_HEAD + "X: ").getBytes(UTF_8));
          drip(out, "x");
        };

    endsAtTheDeadline(FakeServer.start(script), client, true);
  }

  @ParameterizedTest
  @CsvSource({"10, true", "11, false", "100000, false"})
  void hearsTenInterimResponsesAndNoMore(int count, boolean heard) throws Exception {
    FakeServer.Script script =
        out -> {
          out.write("HTTP/1.1 100 Continue\r\nX: y\r\n\r\n".repeat(count).getBytes(UTF_8));
          FakeServer.json(Clients.TOKEN_JSON).answer(out);
        };
    try (FakeServer server = FakeServer.start(script)) {
      TokenResult result =
          client.fetch(Clients.of(server.endpoint("/token")), GrantInput.NONE, Clients.PLENTY);

      assertThat(result instanceof IssuedToken).isEqualTo(heard);
      if (!heard) {
        failsWith((TokenFailure) result, TokenError.MALFORMED_RESPONSE, FailureClass.PERMANENT);
        assertThat(server.sawHangUp()).isTrue();
      }
    }
  }

  @Test
  void endsAServerThatSaysNothingAtTheDeadline() throws Exception {
    endsAtTheDeadline(FakeServer.startSilent("http"), client, true);
  }

  @Test
  void endsAStalledHandshakeAtTheDeadline() throws Exception {
    endsAtTheDeadline(FakeServer.startSilent("https"), client, false);
  }

  @Test
  void countsTheDeadlineFromTheStartOfTheCall() throws Exception {
    EndpointPolicy slow = new SlowPolicy();
    try (FakeServer server = FakeServer.start(FakeServer.json(Clients.TOKEN_JSON));
        TokenClient patient = HttpTokenClient.builder(slow).build()) {
      TokenFailure failure =
          (TokenFailure)
              patient.fetch(Clients.of(server.endpoint("/token")), GrantInput.NONE, Clients.SHORT);

      assertThat(failure.error()).isEqualTo(TokenError.UNREACHABLE);
      assertThat(failure.operatorDetail()).endsWith("the deadline passed");
      assertThat(failure.mayHaveBeenSent()).isFalse();
      assertThat(server.connections()).isZero();
    }
  }

  /** Takes longer to resolve than the deadline is. */
  private static final class SlowPolicy implements EndpointPolicy {

    private final LoopbackPolicy policy = LoopbackPolicy.allowing();

    @Override
    public EndpointCheck check(String tenant, String url) {
      return policy.check(tenant, url);
    }

    @Override
    public AddressCheck resolve(String tenant, Endpoint endpoint) {
      try {
        assertThat(new CountDownLatch(1).await(2, TimeUnit.SECONDS)).isFalse();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return policy.resolve(tenant, endpoint);
    }

    @Override
    public List<String> relaxations() {
      return policy.relaxations();
    }
  }

  @Test
  void sendsNothingWhenTheDeadlineHasPassedAlready() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.json(Clients.TOKEN_JSON))) {
      TokenFailure failure =
          (TokenFailure)
              client.fetch(Clients.of(server.endpoint("/token")), GrantInput.NONE, Duration.ZERO);

      assertThat(failure.error()).isEqualTo(TokenError.UNREACHABLE);
      assertThat(failure.operatorDetail()).endsWith("the deadline passed");
      assertThat(failure.mayHaveBeenSent()).isFalse();
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void endsRequestsThatAreUnderWayWhenItIsClosed() throws Exception {
    try (FakeServer server = FakeServer.startSilent("http")) {
      CompletableFuture<TokenFailure> running =
          CompletableFuture.supplyAsync(() -> failure(server.endpoint("/token")));
      server.awaitConnection();

      client.close();

      failsWith(running.get(20, TimeUnit.SECONDS), TokenError.UNREACHABLE, FailureClass.TRANSIENT);
      assertThat(server.sawHangUp()).isTrue();
      failsWith(failure(server.endpoint("/")), TokenError.UNREACHABLE, FailureClass.TRANSIENT);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void neverFollowsARedirect(int status) throws Exception {
    try (FakeServer thief = FakeServer.start(FakeServer.json(Clients.TOKEN_JSON));
        FakeServer server =
            FakeServer.start(
                FakeServer.text(
                    "HTTP/1.1 " + status + " Moved\nLocation: " + thief.endpoint("/"), ""))) {
      failsWith(
          failure(server.endpoint("/token")), TokenError.REDIRECT_REFUSED, FailureClass.PERMANENT);
      assertThat(server.request().line()).startsWith("POST /token");
      assertThat(server.waiting()).isZero();
      assertThat(thief.connections()).isZero();
    }
  }

  @Test
  void stopsReadingAnEndlessBodyAtTheLimit() throws Exception {
    byte[] chunk = ("4000\r\n" + "x".repeat(0x4000) + "\r\n").getBytes(UTF_8);
    FakeServer.Script script =
        out -> {
          String head = OK_HEAD + "Transfer-Encoding: chunked\r\n\r\n";
          out.write(head.getBytes(UTF_8));
          while (true) {
            out.write(chunk);
          }
        };
    try (FakeServer server = FakeServer.start(script)) {
      failsWith(failure(server.endpoint("/")), TokenError.BODY_TOO_LARGE, FailureClass.PERMANENT);
      assertThat(server.sawHangUp()).isTrue();
    }
  }

  @Test
  void stopsInflatingABodyAtTheLimit() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bomb)) {
      for (int i = 0; i < 100; i++) {
        gzip.write(new byte[1024 * 1024]);
      }
    }
    assertThat(bomb.size()).isLessThan(BoundedBody.LIMIT);
    FakeServer.Script script =
        FakeServer.bytes(
            "HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Encoding: gzip",
            bomb.toByteArray());
    try (FakeServer server = FakeServer.start(script)) {
      failsWith(failure(server.endpoint("/")), TokenError.BODY_TOO_LARGE, FailureClass.PERMANENT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: y\r\n", "xxxxxxxxxxxxxxxx"})
  void stopsReadingEndlessHeaders(String part) throws Exception {
    byte[] bytes = part.getBytes(UTF_8);
    FakeServer.Script script =
        out -> {
          out.write(OK_HEAD.getBytes(UTF_8));
          while (true) {
            out.write(bytes);
          }
        };
    try (FakeServer server = FakeServer.start(script)) {
      failsWith(
          failure(server.endpoint("/")), TokenError.MALFORMED_RESPONSE, FailureClass.PERMANENT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 20",
        "HTTP/1.1 200 OK\r\n",
        OK_HEAD,
        OK_HEAD + "Content-Leng",
        OK_HEAD + "Content-Length: 500\r\n\r\n{",
        OK_HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\n{"
      })
  void takesAnAnswerThatBreaksOffForNone(String start) throws Exception {
    FakeServer.Script script =
        out -> {
          out.write(start.getBytes(UTF_8));
          out.flush();
          throw new IOException("hang up");
        };
    try (FakeServer server = FakeServer.start(script)) {
      TokenFailure failure = failure(server.endpoint("/"));

      failsWith(failure, TokenError.UNREACHABLE, FailureClass.TRANSIENT);
      assertThat(failure.mayHaveBeenSent()).isTrue();
    }
  }

  @Test
  void cannotReachAPortThatNobodyListensOn() throws Exception {
    try (ClosedPort closed = new ClosedPort()) {
      failsWith(
          failure(TestEndpoints.of(URI.create("http://localhost:" + closed.number() + "/"))),
          TokenError.UNREACHABLE,
          FailureClass.TRANSIENT);
    }
  }

  @Test
  void cannotReachAHostThatDoesNotResolve() throws Exception {
    refusedByPolicy(Outcome.UNRESOLVED);
  }

  @Test
  void refusesAHostWhoseAddressesAreDisallowed() throws Exception {
    refusedByPolicy(Outcome.DISALLOWED);
  }

  private static void refusedByPolicy(Outcome outcome) throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.json(Clients.TOKEN_JSON));
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.saying(outcome)).build()) {
      for (String host : new String[] {"localhost", "127.0.0.1"}) {
        RegisteredClient registered = Clients.of(server.endpoint(host, "/token"));

        TokenFailure failure =
            (TokenFailure) client.fetch(registered, GrantInput.NONE, Clients.PLENTY);
        failsWith(failure, TokenError.UNREACHABLE, FailureClass.TRANSIENT);
        assertThat(failure.mayHaveBeenSent()).isFalse();
      }
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"login.example.com", "203.0.113.7", "[2001:db8::7]"})
  void connectsToTheAddressesOfThePolicyWhateverTheHostIs(String host) throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.json(Clients.TOKEN_JSON))) {
      TokenResult result =
          client.fetch(
              Clients.of(server.endpoint(host, "/token")), GrantInput.NONE, Clients.PLENTY);

      assertThat(result).isInstanceOf(IssuedToken.class);
      assertThat(server.request().header("host")).isEqualTo(host + ":" + server.port());
    }
  }

  @Test
  void opensAConnectionForEachRequestAndSaysSo() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.json(Clients.TOKEN_JSON))) {
      ClientRegistrationBuilder registration = Clients.registration(server.endpoint("/token"));
      int[] connections = new int[4];
      String[] tenants = {"acme", "globex", "acme", "globex"};
      for (int i = 0; i < tenants.length; i++) {
        client.fetch(
            Clients.of(tenants[i], registration, "s3cret"), GrantInput.NONE, Clients.PLENTY);
        FakeRequest request = server.request();
        connections[i] = request.connection();
        assertThat(request.header("connection")).isEqualTo("close");
      }

      assertThat(connections).containsExactly(1, 2, 3, 4);
    }
  }
}
