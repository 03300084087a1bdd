package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the client believes to be the server. */
class TlsTest {

  private static TlsIdentity identity;
  private static TlsIdentity expired;
  private static TlsIdentity own;

  @BeforeAll
  static void makeCertificates(@TempDir Path directory) throws Exception {
    identity = TlsIdentity.of("login.example.com", directory);
    expired = TlsIdentity.expired("login.example.com", directory);
    own = TlsIdentity.of("client.example.com", directory);
  }

  private static TokenResult fetch(
      NimbusTokenClient.Builder builder, FakeServer server, String host) {
    try (TokenClient client = builder.build()) {
      return client.fetch(Clients.of(server.endpoint(host, "/token")), Clients.PLENTY);
    }
  }

  private static NimbusTokenClient.Builder builder() {
    return NimbusTokenClient.builder(LoopbackPolicy.allowing());
  }

  private static FakeServer server() throws Exception {
    return FakeServer.startTls(identity.showing(), FakeServer.json(Clients.TOKEN_JSON));
  }

  private static void failsAndSendsNothing(TokenResult result, FakeServer server) {
    assertThat(((TokenFailure) result).error()).isEqualTo(TokenError.TLS_FAILED);
    assertThat(((TokenFailure) result).failureClass()).isEqualTo(FailureClass.PERMANENT);
    assertThat(server.waiting()).isZero();
  }

  @Test
  void trustsAPrivateAuthorityThatTheHostGives() throws Exception {
    try (FakeServer server = server()) {
      TokenResult result =
          fetch(builder().sslContext(identity.trusting()), server, "login.example.com");

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
        failsAndSendsNothing(
            fetch(builder().sslContext(identity.trusting()), server, host), server);
      }
    }
  }

  @Test
  void refusesACertificateThatHasRunOut() throws Exception {
    try (FakeServer server =
        FakeServer.startTls(expired.showing(), FakeServer.json(Clients.TOKEN_JSON))) {
      failsAndSendsNothing(
          fetch(builder().sslContext(expired.trusting()), server, "login.example.com"), server);
    }
  }

  @Test
  void refusesTheCertificateOfAnotherHostAlsoWhereItShowsOneItself() throws Exception {
    SSLParameters both = identity.showingTo(own).getDefaultSSLParameters();
    both.setNeedClientAuth(true);
    try (FakeServer server =
        FakeServer.startTls(identity.showingTo(own), both, FakeServer.json(Clients.TOKEN_JSON))) {
      NimbusTokenClient.Builder showing = builder().sslContext(own.showingTo(identity));

      failsAndSendsNothing(fetch(showing, server, "evil.example.com"), server);
      assertThat(fetch(showing, server, "login.example.com")).isInstanceOf(IssuedToken.class);
    }
  }

  @Test
  void asksForTheHostByItsNameWhateverAddressItIsPinnedTo() throws Exception {
    Names asked = new Names();
    SSLParameters parameters = identity.showing().getDefaultSSLParameters();
    parameters.setSNIMatchers(List.of(asked));
    try (FakeServer server =
        FakeServer.startTls(identity.showing(), parameters, FakeServer.json(Clients.TOKEN_JSON))) {
      fetch(builder().sslContext(identity.trusting()), server, "login.example.com");
      fetch(builder().sslContext(identity.trusting()), server, "other.example.com");
      fetch(builder().sslContext(identity.trusting()), server, "127.0.0.1");
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
  void speaksNoTlsBefore12AlsoWhereTheJdkDoes(@TempDir Path directory) throws Exception {
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
    assertThat(Files.readString(heard)).contains("anybody: TLSv1.1\nthe client: TLS_FAILED\n");
  }
}
