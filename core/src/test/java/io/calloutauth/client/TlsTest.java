package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.endpoint.Origin;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.testkit.FakeServer;
import io.calloutauth.testkit.TestCertificate;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the client believes to be the server. */
class TlsTest {

  private static TestCertificate identity;
  private static TestCertificate expired;
  private static TestCertificate own;

  @BeforeAll
  static void makeCertificates(@TempDir Path directory) throws Exception {
    identity = TestCertificate.of("login.example.com", directory);
    expired = TestCertificate.expired("login.example.com", directory);
    own = TestCertificate.of("client.example.com", directory);
  }

  private static TokenResult fetch(
      HttpTokenClient.Builder builder, FakeServer server, String host) {
    try (TokenClient client = builder.build()) {
      return client.fetch(
          Clients.of(server.endpoint(host, "/token")), GrantInput.NONE, Clients.PLENTY);
    }
  }

  private static HttpTokenClient.Builder builder() {
    return HttpTokenClient.builder(LoopbackPolicy.allowing());
  }

  private static FakeServer server() throws Exception {
    return FakeServer.startTls(identity.showing(), FakeServer.json(Clients.TOKEN_JSON));
  }

  private static void failsAndSendsNothing(TokenResult result, FakeServer server) {
    assertThat(((TokenFailure) result).error()).isEqualTo(TokenError.UNREACHABLE);
    assertThat(((TokenFailure) result).failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(((TokenFailure) result).operatorDetail()).startsWith("TLS with ");
    assertThat(server.waiting()).isZero();
  }

  @Test
  void trustsAPrivateAuthorityThatTheHostGives() throws Exception {
    try (FakeServer server = server()) {
      TokenResult result = fetch(builder().trust(identity.trust()), server, "login.example.com");

      assertThat(result).isInstanceOf(IssuedToken.class);
      assertThat(server.request().header("host")).startsWith("login.example.com:");
    }
  }

  @Test
  void trustsNoPrivateAuthorityByItself() throws Exception {
    try (FakeServer server = server()) {
      failsAndSendsNothing(fetch(builder(), server, "login.example.com"), server);
    }
  }

  @Test
  void refusesTheCertificateOfAnotherHost() throws Exception {
    try (FakeServer server = server()) {
      for (String host : new String[] {"evil.example.com", "127.0.0.1", "localhost"}) {
        failsAndSendsNothing(fetch(builder().trust(identity.trust()), server, host), server);
      }
    }
  }

  @Test
  void refusesACertificateThatHasRunOut() throws Exception {
    try (FakeServer server =
        FakeServer.startTls(expired.showing(), FakeServer.json(Clients.TOKEN_JSON))) {
      failsAndSendsNothing(
          fetch(builder().trust(expired.trust()), server, "login.example.com"), server);
    }
  }

  private static FakeServer serverThatAsksForACertificate(String version) throws Exception {
    SSLParameters both = identity.showingTo(own).getDefaultSSLParameters();
    both.setNeedClientAuth(true);
    both.setProtocols(new String[] {version});
    return FakeServer.startTls(identity.showingTo(own), both, FakeServer.json(Clients.TOKEN_JSON));
  }

  private static TlsHandshake.TlsIdentity shown() throws Exception {
    X509KeyManager keys = own.keys();
    return TlsHandshake.TlsIdentity.of("own", () -> Optional.of(keys), () -> "own");
  }

  private static HttpTransport transport() throws Exception {
    return new HttpCoreTransport(
        new SocketConnector(LoopbackPolicy.allowing(), Clients.PLENTY, System::nanoTime),
        new TlsHandshake(identity.trust()));
  }

  private static HttpResult send(FakeServer server, String host, TlsHandshake.TlsIdentity shown)
      throws Exception {
    HttpCall call = HttpCall.get("acme", server.endpoint(host, "/"), Clients.PLENTY);
    try (HttpTransport transport = transport()) {
      return transport.send(call, shown);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void refusesTheCertificateOfAnotherHostAlsoWhereItShowsOneItself(String version)
      throws Exception {
    TlsHandshake.TlsIdentity shown = shown();
    try (FakeServer server = serverThatAsksForACertificate(version)) {
      HttpResult refused = send(server, "evil.example.com", shown);

      assertThat(refused.failure()).contains(HttpFailure.TLS_FAILED);
      assertThat(refused.stage()).contains(InFlightRequest.HttpStage.TLS);
      assertThat(server.waiting()).isZero();
      assertThat(send(server, "login.example.com", shown).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void resumesNoSessionOfOneIdentityForAnother(String version) throws Exception {
    TlsHandshake.TlsIdentity shown = shown();
    try (FakeServer server = serverThatAsksForACertificate(version);
        HttpTransport transport = transport()) {
      HttpCall call =
          HttpCall.get("acme", server.endpoint("login.example.com", "/"), Clients.PLENTY);

      assertThat(transport.send(call, shown).status()).isEqualTo(200);
      assertThat(transport.send(call, TlsHandshake.TlsIdentity.NONE).failure()).isPresent();
      assertThat(server.waiting()).isEqualTo(1);
    }
  }

  @Test
  void opensAKeyWhileOthersShakeHands() throws Exception {
    TlsHandshake.TlsIdentity shown = shown();
    X509KeyManager keys = own.keys();
    try (FakeServer server = serverThatAsksForACertificate("TLSv1.3");
        HttpTransport transport = transport()) {
      HttpCall call =
          HttpCall.get("acme", server.endpoint("login.example.com", "/"), Clients.PLENTY);
      TlsHandshake.TlsIdentity slow =
          TlsHandshake.TlsIdentity.of(
              "slow",
              () -> {
                HttpResult meanwhile =
                    CompletableFuture.supplyAsync(() -> transport.send(call, shown))
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join();
                return Optional.of(keys).filter(ready -> meanwhile.status() == 200);
              },
              () -> "slow");

      assertThat(transport.send(call, slow).status()).isEqualTo(200);
      assertThat(server.waiting()).isEqualTo(2);
    }
  }

  /** A host's manager that believes anybody, in each way that JSSE could ask it. */
  private static final class Credulous extends X509ExtendedTrustManager {

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void checksTheNameWhateverTheHostsTrustManagerBelieves() throws Exception {
    try (FakeServer server = server()) {
      failsAndSendsNothing(
          fetch(builder().trust(new Credulous()), server, "evil.example.com"), server);
      assertThat(fetch(builder().trust(new Credulous()), server, "login.example.com"))
          .isInstanceOf(IssuedToken.class);
    }
  }

  @Test
  void checksTheAlgorithmsWhateverTheHostsTrustManagerBelieves(@TempDir Path directory)
      throws Exception {
    TestCertificate weak = TestCertificate.weak("login.example.com", directory);
    try (FakeServer server =
        FakeServer.startTls(weak.showing(), FakeServer.json(Clients.TOKEN_JSON))) {
      failsAndSendsNothing(
          fetch(builder().trust(new Credulous()), server, "login.example.com"), server);
    }
  }

  @Test
  void reachesAnAddressLiteralOfIpv6ThatTheCertificateNames(@TempDir Path directory)
      throws Exception {
    TestCertificate literal = TestCertificate.ofAddress("2001:db8::7", directory);
    try (FakeServer server =
        FakeServer.startTls(literal.showing(), FakeServer.json(Clients.TOKEN_JSON))) {
      assertThat(fetch(builder().trust(literal.trust()), server, "[2001:db8::7]"))
          .isInstanceOf(IssuedToken.class);
      assertThat(server.request().header("host")).isEqualTo("[2001:db8::7]:" + server.port());
      failsAndSendsNothing(
          fetch(builder().trust(literal.trust()), server, "[2001:db8::8]"), server);
    }
  }

  @Test
  void asksForTheHostByItsNameWhateverAddressItIsPinnedTo() throws Exception {
    Names asked = new Names();
    SSLParameters parameters = identity.showing().getDefaultSSLParameters();
    parameters.setSNIMatchers(List.of(asked));
    try (FakeServer server =
        FakeServer.startTls(identity.showing(), parameters, FakeServer.json(Clients.TOKEN_JSON))) {
      fetch(builder().trust(identity.trust()), server, "login.example.com");
      fetch(builder().trust(identity.trust()), server, "other.example.com");
      fetch(builder().trust(identity.trust()), server, "127.0.0.1");
    }
    assertThat(asked.heard).containsExactly("login.example.com", "other.example.com");
  }

  /** Accepts every server name that a client sends (RFC 6066 section 3), and remembers it. */
  private static final class Names extends SNIMatcher {

    private final List<String> heard = new CopyOnWriteArrayList<>();

    Names() {
      super(StandardConstants.SNI_HOST_NAME);
    }

    @Override
    public boolean matches(SNIServerName name) {
      return heard.add(new String(name.getEncoded(), StandardCharsets.US_ASCII));
    }
  }

  /** The JDK refuses older versions by itself unless its operator lets it; so another JDK does. */
  @Test
  void speaksNoTlsBefore12AndNoWeakCipherAlsoWhereTheJdkDoes(@TempDir Path directory)
      throws Exception {
    Path security = Files.writeString(directory.resolve("s"), "jdk.tls.disabledAlgorithms=NULL");
    Path heard = directory.resolve("heard");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.security.properties=" + security);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(OldTls.class.getName(), directory.toString()));

    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(heard.toFile())
            .start();

    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(heard))
        .contains("anybody: TLSv1.1\nthe client: UNREACHABLE\n")
        .contains("weak ciphers: TLSv1.2, UNREACHABLE\n");
  }

  @Test
  void keepsFewSessionsOfServersThatMayFillEachWithATicket() throws Exception {
    try (FakeServer server = server()) {
      Origin origin = server.endpoint("login.example.com", "/").origin();
      Socket plain = new Socket(InetAddress.getLoopbackAddress(), origin.port());
      try (SSLSocket socket =
          new TlsHandshake(identity.trust()).over(plain, origin, TlsHandshake.TlsIdentity.NONE)) {
        assertThat(socket.getSession().getSessionContext().getSessionCacheSize())
            .isBetween(1, 1_000);
      }
    }
  }
}
