package io.calloutauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.client.Clients;
import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.client.TokenClient;
import io.calloutauth.oauth.ClientRegistrationBuilder;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TestEndpointResult;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.testkit.ClosedPort;
import io.calloutauth.testkit.FakeServer;
import io.calloutauth.testkit.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator can tell apart, where a tenant's administrator must not. */
class OperatorDetailTest {

  private final FakeResolver resolver = new FakeResolver();

  @BeforeAll
  static void sendFirst() throws IOException {
    Clients.sendFirst();
  }

  private static TokenFailure failure(HttpTokenClient.Builder builder, Endpoint endpoint) {
    try (TokenClient client = builder.build()) {
      return (TokenFailure) client.fetch(Clients.of(endpoint), GrantInput.NONE, Clients.PLENTY);
    }
  }

  private static TokenFailure failure(EndpointPolicy policy, String url) {
    Endpoint endpoint = Objects.requireNonNull(policy.check("acme", url).endpoint());
    return failure(HttpTokenClient.builder(policy), endpoint);
  }

  private static void tells(TokenFailure failure, String detail) {
    assertThat(failure.operatorDetail()).isEqualTo(detail);
    assertThat(failure.toString()).doesNotContain(detail);
  }

  private static HttpTokenClient.Builder loopback() {
    return HttpTokenClient.builder(LoopbackPolicy.allowing());
  }

  @Test
  void tellsARefusedConnection() throws IOException {
    try (ClosedPort closed = new ClosedPort()) {
      TokenFailure failure =
          failure(PublicEndpoints.builder().allowLoopbackHttp().build(), closed.url("/token?q=1"));

      tells(failure, "connecting to 127.0.0.1:" + closed.number() + ": ConnectException");
    }
  }

  @Test
  void tellsAConnectionThatIsReset() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread resetting = new Thread(() -> reset(listener));
      resetting.start();
      String url = "http://127.0.0.1:" + listener.getLocalPort() + "/token";

      TokenFailure failure = failure(PublicEndpoints.builder().allowLoopbackHttp().build(), url);

      tells(
          failure,
          "waiting for a response from 127.0.0.1:" + listener.getLocalPort() + ": SocketException");
      resetting.join();
    }
  }

  private static void reset(ServerSocket listener) {
    try (Socket socket = listener.accept()) {
      socket.getInputStream().read();
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void tellsANameThatIsUnknown() {
    PublicEndpoints policy = PublicEndpoints.builder().nameResolver(resolver).build();

    tells(
        failure(policy, "https://idp.example.com/token"),
        "resolving idp.example.com:443: it has no address");
  }

  @Test
  void tellsAResolverThatIsSilent() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    BoundedResolver silent =
        new BoundedResolver(
            host -> {
              awaitQuietly(never);
              return List.of();
            },
            new BoundedResolver.Limits(Duration.ofSeconds(20), Duration.ofMillis(100), 4, 2));
    PublicEndpoints policy = PublicEndpoints.builder().boundedResolver(silent).build();

    tells(
        failure(policy, "https://idp.example.com/token"),
        "resolving idp.example.com:443: no answer in time");
    never.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void tellsACertificateThatHasExpired(@TempDir Path directory) throws Exception {
    TestCertificate expired = TestCertificate.expired("login.example.com", directory);
    try (FakeServer server =
        FakeServer.startTls(expired.showing(), FakeServer.json(Clients.TOKEN_JSON))) {
      TokenFailure failure =
          failure(
              loopback().trust(expired.trust()), server.endpoint("login.example.com", "/token"));

      assertThat(failure.operatorDetail())
          .startsWith("TLS with login.example.com:" + server.port() + ": SSLHandshakeException")
          .endsWith("CertificateExpiredException");
    }
  }

  @Test
  void tellsTheCertificateOfAnotherHost(@TempDir Path directory) throws Exception {
    TestCertificate other = TestCertificate.of("other.example.com", directory);
    try (FakeServer server =
        FakeServer.startTls(other.showing(), FakeServer.json(Clients.TOKEN_JSON))) {
      TokenFailure failure =
          failure(loopback().trust(other.trust()), server.endpoint("login.example.com", "/token"));

      assertThat(failure.operatorDetail())
          .startsWith("TLS with login.example.com:" + server.port() + ": SSL")
          .doesNotContain("Expired");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.7|10.0.0.7 is in 10.0.0.0/8 (private use)",
        "169.254.169.254|169.254.169.254 is a cloud metadata service",
        "fd00::1|fd00:0:0:0:0:0:0:1 is no part of 2000::/3 (global unicast)",
        "2001:db8::1|2001:db8:0:0:0:0:0:1 is in 2001:db8::/32 (documentation)",
        "8.8.4.4|8.8.4.4 is one of the host's own"
      })
  void tellsTheAddressThatIsRefusedAndTheRule(String address, String rule) {
    resolver.answer("idp.example.com", "93.184.216.34", address);
    OwnAddresses own =
        new OwnAddresses(() -> Set.of(Addresses.of("8.8.4.4")), InstantSource.system());
    PublicEndpoints policy =
        PublicEndpoints.builder().nameResolver(resolver).ownAddresses(own).build();

    TokenFailure failure = failure(policy, "https://idp.example.com/token");

    assertThat(failure.error()).isEqualTo(TokenError.UNREACHABLE);
    tells(failure, "resolving idp.example.com:443: " + rule);
  }

  @Test
  void tellsAtWhichStageTheDeadlinePassed() throws Exception {
    try (FakeServer silent = FakeServer.startSilent("https");
        TokenClient client = loopback().build()) {
      TokenResult result =
          client.fetch(
              Clients.of(silent.endpoint("login.example.com", "/token")),
              GrantInput.NONE,
              Clients.SHORT);

      tells(
          (TokenFailure) result,
          "TLS with login.example.com:" + silent.port() + ": the deadline passed");
    }
  }

  @Test
  void tellsOfATestEndpointToo() throws Exception {
    try (FakeServer silent = FakeServer.startSilent("http");
        TokenClient client = loopback().build()) {
      ClientRegistrationBuilder registration =
          Clients.registration(silent.endpoint("/token")).testEndpoint(silent.endpoint("/me"));

      TestEndpointResult result =
          client.test(Clients.of(registration), Secret.of("t1"), Clients.SHORT);

      assertThat(result.operatorDetail())
          .isEqualTo(
              "waiting for a response from localhost:" + silent.port() + ": the deadline passed");
    }
  }

  @Test
  void tellsNothingWhenAnAnswerCame() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.text("HTTP/1.1 401 No", ""))) {
      assertThat(failure(loopback(), server.endpoint("/token")).operatorDetail()).isEmpty();
    }
  }
}
