package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.calloutauth.endpoint.AddressCheck;
import io.calloutauth.endpoint.Addresses;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.FakeResolver;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.endpoint.PublicEndpointsBuilder;
import io.calloutauth.endpoint.TestEndpoints;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.testkit.ClosedPort;
import io.calloutauth.testkit.FakeServer;
import io.calloutauth.testkit.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints that are reached through a proxy: it resolves their names, and hears no secret. */
class EgressProxyTest {

  private static final String NAME = "login.example.com";

  private static TestCertificate identity;

  private final FakeResolver resolver = new FakeResolver();

  @BeforeAll
  static void makeCertificate(@TempDir Path directory) throws Exception {
    identity = TestCertificate.of(NAME, directory);
  }

  private PublicEndpoints through(int port) {
    return builder().egressProxy("127.0.0.1", port).build();
  }

  private PublicEndpointsBuilder builder() {
    return PublicEndpoints.builder().nameResolver(resolver);
  }

  private static FakeServer server() throws Exception {
    return FakeServer.startTls(identity.showing(), FakeServer.json(Clients.TOKEN_JSON));
  }

  private static TokenResult fetch(PublicEndpoints policy, String url) throws Exception {
    return fetch(policy, url, Clients.PLENTY);
  }

  private static TokenResult fetch(PublicEndpoints policy, String url, Duration deadline)
      throws Exception {
    Endpoint endpoint = Objects.requireNonNull(policy.check("acme", url).endpoint());
    try (TokenClient client = HttpTokenClient.builder(policy).trust(identity.trust()).build()) {
      return client.fetch(Clients.of(endpoint), GrantInput.NONE, deadline);
    }
  }

  private static String url(String host, int port) {
    return "https://" + host + ":" + port + "/token";
  }

  private static void fails(TokenResult result, TokenError error, FailureClass failureClass) {
    assertThat(((TokenFailure) result).error()).isEqualTo(error);
    assertThat(((TokenFailure) result).failureClass()).isEqualTo(failureClass);
  }

  @Test
  void tunnelsToTheEndpointWhoseNameTheProxyResolves() throws Exception {
    try (FakeServer server = server();
        TunnelProxy proxy = TunnelProxy.start()) {
      TokenResult result = fetch(through(proxy.port()), url(NAME, server.port()));

      assertThat(result).isInstanceOf(IssuedToken.class);
      assertThat(server.request().header("host")).isEqualTo(NAME + ":" + server.port());
      assertThat(proxy.asked())
          .containsExactly(
              "CONNECT %1$s:%2$d HTTP/1.1\r\nHost: %1$s:%2$d\r\n\r\n"
                  .formatted(NAME, server.port()));
      assertThat(resolver.asked()).isEmpty();
    }
  }

  @Test
  void authenticatesAtTheProxyAndNowhereElse() throws Exception {
    try (FakeServer server = server();
        TunnelProxy proxy = TunnelProxy.start()) {
      PublicEndpoints policy =
          builder().egressProxy("127.0.0.1", proxy.port(), "node", "pröxy:CANARY").build();

      assertThat(fetch(policy, url(NAME, server.port()))).isInstanceOf(IssuedToken.class);
      String line = "Proxy-Authorization: Basic bm9kZTpwcsO2eHk6Q0FOQVJZ\r\n\r\n";
      assertThat(proxy.asked()).hasSize(1).allMatch(head -> head.endsWith(line));
      assertThat(server.request().headers()).doesNotContainKey("proxy-authorization");
    }
  }

  @Test
  void hidesTheCredentialsOfTheProxy() throws Exception {
    try (TunnelProxy proxy = TunnelProxy.answering("HTTP/1.1 407 No\r\n\r\n")) {
      PublicEndpoints policy =
          builder().egressProxy("127.0.0.1", proxy.port(), "node", "CANARY").build();
      AddressCheck check = policy.resolve("acme", endpoint(policy, url(NAME, 8443)));

      TokenFailure failure = (TokenFailure) fetch(policy, url(NAME, 8443));

      assertThat(failure.error()).isEqualTo(TokenError.UNREACHABLE);
      assertThat(failure + failure.operatorDetail() + check + check.proxy() + policy.relaxations())
          .doesNotContain("CANARY", "Q0FOQVJZ", "node");
    }
  }

  @ParameterizedTest
  @CsvSource({"'', secret", "a:b, secret", "'a\r\nb', secret", "user, 'a\r\nX: y'"})
  void takesNoCredentialsThatCannotBeSent(String user, String password) {
    PublicEndpointsBuilder builder = builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.egressProxy("10.0.0.7", 3128, user, password))
        .withMessageNotContaining("secret");
  }

  @Test
  void showsTheProxyTheNameAndNothingElse() throws Exception {
    try (FakeServer server = server();
        TunnelProxy proxy = TunnelProxy.start()) {
      fetch(through(proxy.port()), url(NAME, server.port()));

      assertThat(proxy.seen()).contains(NAME); // SNI
      assertThat(proxy.seen() + proxy.asked())
          .doesNotContain("s3cret", "billing", "/token", "grant_type", "uthorization");
    }
  }

  @Test
  void believesOnlyTheEndpointsOwnCertificate() throws Exception {
    try (FakeServer server = server();
        TunnelProxy proxy = TunnelProxy.start()) {
      TokenResult result = fetch(through(proxy.port()), url("other.example.com", server.port()));

      fails(result, TokenError.UNREACHABLE, FailureClass.TRANSIENT);
      assertThat(server.waiting()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 403 Forbidden",
        "HTTP/1.1 407 Proxy Authentication Required",
        "HTTP/1.0 403",
        "HTTP/1.1 502 Bad Gateway",
        "HTTP/1.1 503 Service Unavailable",
        "HTTP/1.1 302 Found",
        "HTTP/1.1 101 Switching Protocols",
        "HTTP/2 200",
        "SSH-2.0-OpenSSH_9.2"
      })
  void takesNoAnswerOfTheProxyForTheEndpoints(String line) throws Exception {
    String body = "{\"access_token\":\"from the proxy\"}";
    String head = line + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length();
    try (TunnelProxy proxy = TunnelProxy.answering(head + "\r\n\r\n" + body)) {
      TokenResult result = fetch(through(proxy.port()), url(NAME, 8443));

      fails(result, TokenError.UNREACHABLE, FailureClass.TRANSIENT);
      assertThat(((TokenFailure) result).status()).isZero();
      assertThat(((TokenFailure) result).operatorDetail())
          .startsWith(
              "connecting through the egress proxy to login.example.com:8443: the egress proxy"
                  + " answered with status ");
    }
  }

  @Test
  void hangsUpOnAProxyThatMakesNoTunnel() throws Exception {
    CountDownLatch hungUp = new CountDownLatch(1);
    FaultServer.Fault refusing =
        socket -> {
          FaultServer.write(socket, "HTTP/1.1 403 No\r\n\r\n");
          try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
          } finally {
            hungUp.countDown();
          }
        };
    try (FaultServer proxy = new FaultServer(refusing)) {
      int port = proxy.endpoint("http").origin().port();

      fails(fetch(through(port), url(NAME, 8443)), TokenError.UNREACHABLE, FailureClass.TRANSIENT);
      assertThat(hungUp.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void readsNoHeadWithoutEnd() throws Exception {
    String head = "HTTP/1.1 200 OK\r\n" + "X-Filler: 0123456789\r\n".repeat(1000);
    try (TunnelProxy proxy = TunnelProxy.answering(head)) {
      fails(
          fetch(through(proxy.port()), url(NAME, 8443)),
          TokenError.UNREACHABLE,
          FailureClass.TRANSIENT);
    }
  }

  @Test
  void endsAtTheDeadlineWhenTheProxyIsSilent() throws Exception {
    try (FakeServer silent = FakeServer.startSilent("http")) {
      TokenResult result = fetch(through(silent.port()), url(NAME, 8443), Clients.SHORT);

      fails(result, TokenError.UNREACHABLE, FailureClass.TRANSIENT);
      assertThat(silent.sawHangUp()).isTrue();
    }
  }

  @Test
  void endsWhenTheProxyIsGone() throws Exception {
    try (ClosedPort gone = new ClosedPort()) {
      TokenResult result = fetch(through(gone.number()), url(NAME, 8443));

      fails(result, TokenError.UNREACHABLE, FailureClass.TRANSIENT);
    }
  }

  @Test
  void resolvesTheProxysOwnName() throws IOException {
    resolver.answer("proxy.internal", "10.0.0.7");
    PublicEndpoints policy = builder().egressProxy("Proxy.internal", 3128).build();

    AddressCheck found = policy.resolve("acme", endpoint(policy, "https://idp.example.com/"));

    assertThat(found.outcome()).isEqualTo(AddressCheck.Outcome.ALLOWED);
    assertThat(found.addresses()).containsExactly(Addresses.of("10.0.0.7"));
    assertThat(found.proxyPort()).isEqualTo(3128);
    assertThat(policy.resolve("acme", endpoint(policy, "https://idp.example.com/")).outcome())
        .isEqualTo(AddressCheck.Outcome.UNRESOLVED);
    assertThat(resolver.asked()).containsExactly("proxy.internal", "proxy.internal");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://idp.example.com/",
        "https://10.0.0.1/",
        "https://[fd00::1]/",
        "https://169.254.169.254/",
        "https://db.internal/",
        "https://localhost/",
        "https://idp.example.com:22/"
      })
  void judgesUrlsByTheirTextAsEver(String url) throws Exception {
    PublicEndpoints policy = through(3128);

    assertThat(policy.check("acme", url).refusal()).isNotNull();
    assertThat(policy.resolve("acme", TestEndpoints.of(URI.create(url))).outcome())
        .isEqualTo(AddressCheck.Outcome.DISALLOWED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8080/", "https://[::1]:8443/", "http://localhost:80/"})
  void reachesOpenLoopbackWithoutIt(String url) {
    resolver.answer("localhost", "127.0.0.1");
    PublicEndpoints policy = builder().allowLoopbackHttp().egressProxy("10.0.0.7", 3128).build();

    AddressCheck found = policy.resolve("acme", endpoint(policy, url));

    assertThat(found.outcome()).isEqualTo(AddressCheck.Outcome.ALLOWED);
    assertThat(found.proxyPort()).isZero();
  }

  @Test
  void isAmongTheRelaxations() {
    assertThat(builder().egressProxy("proxy.internal", 3128).build().relaxations())
        .containsExactly(
            "https endpoints are reached through the egress proxy proxy.internal:3128, which"
                + " resolves their names: which addresses they lead to is for the proxy to judge");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 3128",
    "http://proxy.internal, 3128",
    "proxy.internal., 3128",
    "proxy.internal, 0",
    "proxy.internal, 65536",
    "169.254.169.254, 80"
  })
  void hasAHostAndAPort(String host, int port) {
    assertThatIllegalArgumentException().isThrownBy(() -> builder().egressProxy(host, port));
  }

  private static Endpoint endpoint(PublicEndpoints policy, String url) {
    return Objects.requireNonNull(policy.check("acme", url).endpoint());
  }
}
