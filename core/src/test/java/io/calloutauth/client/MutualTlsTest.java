package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.client.TlsHandshake.TlsIdentity;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.endpoint.TestEndpoints;
import io.calloutauth.keys.ClientCertificate;
import io.calloutauth.oauth.CertificateChain;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenTypeHint;
import io.calloutauth.testkit.CertificateServer;
import io.calloutauth.testkit.CertificateServer.Shown;
import io.calloutauth.testkit.MadeCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that show a certificate in TLS (RFC 8705), at a server that notes what it is shown. */
class MutualTlsTest {

  private static final MadeCertificate ONE = MadeCertificate.issued("CN=one");
  private static final MadeCertificate TWO = MadeCertificate.issued("CN=two");
  private static final MadeCertificate ALONE = MadeCertificate.selfSigned("CN=alone");

  private final HttpTokenClient client =
      HttpTokenClient.builder(LoopbackPolicy.allowing()).trust(CertificateServer.trust()).build();

  @AfterEach
  void close() {
    client.close();
  }

  private static RegisteredClient client(CertificateServer server, MadeCertificate certificate) {
    return client(server, "acme", certificate, certificate);
  }

  private static RegisteredClient client(
      CertificateServer server, String tenant, MadeCertificate certificate, MadeCertificate key) {
    CertificateChain chain = read(certificate).chain();
    return Clients.of(
        tenant,
        Clients.registration(endpoint(server, "/token"))
            .revocationEndpoint(endpoint(server, "/revoke"))
            .clientAuthentication(ClientAuthentication.TLS_CLIENT_AUTH)
            .certificate(chain)
            .build(),
        Map.of(SecretName.tlsKey(chain.thumbprint()), read(key).privatePart().reveal()));
  }

  private static ClientCertificate read(MadeCertificate certificate) {
    return Objects.requireNonNull(
        ClientCertificate.read(Secret.of(certificate.typed()), null).certificate());
  }

  private static Endpoint endpoint(CertificateServer server, String path) {
    return TestEndpoints.of(URI.create(server.url(path)));
  }

  private void fetch(RegisteredClient registered) {
    assertThat(client.fetch(registered, GrantInput.NONE, Clients.PLENTY))
        .isInstanceOf(IssuedToken.class);
  }

  private static List<X509Certificate> leaves(CertificateServer server) {
    return server.shown().stream().map(shown -> shown.chain().get(0)).toList();
  }

  /** A private key is in memory for each that is kept. */
  @Test
  void forgetWhatIsNotUsedAndAllWhenTheyAreClosed() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    TlsIdentity identity =
        TlsIdentity.of(
            "one",
            () -> {
              opened.incrementAndGet();
              return Optional.of(read(ONE).keyManager());
            },
            () -> "one");
    TlsHandshake tls = new TlsHandshake(CertificateServer.trust());
    try (CertificateServer server = new CertificateServer("TLSv1.3")) {
      Endpoint endpoint = endpoint(server, "/token");
      try (HttpTransport transport =
          new HttpCoreTransport(
              new SocketConnector(
                  LoopbackPolicy.allowing(), Duration.ofSeconds(5), System::nanoTime),
              tls)) {
        handshake(tls, endpoint, identity);
        transport.dropIdle();
        handshake(tls, endpoint, identity);
        assertThat(opened).hasValue(1);
        transport.dropIdle();
        transport.dropIdle();
        handshake(tls, endpoint, identity);
        assertThat(opened).hasValue(2);
      }
      handshake(tls, endpoint, identity);
      assertThat(opened).hasValue(3);
    }
  }

  private static void handshake(TlsHandshake tls, Endpoint endpoint, TlsIdentity identity)
      throws IOException {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), endpoint.uri().getPort())) {
      tls.over(plain, endpoint.origin(), identity).close();
    }
  }

  /** Each connection of an identity but the first resumes its session, and nobody else's. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void neverShowTheCertificateOfOneForAnotherAtTheSameHost(String version) throws Exception {
    try (CertificateServer server = new CertificateServer(version)) {
      for (int i = 0; i < 4; i++) {
        fetch(client(server, ONE));
        fetch(client(server, TWO));
      }

      X509Certificate one = ONE.certificate();
      X509Certificate two = TWO.certificate();
      assertThat(leaves(server)).containsExactly(one, two, one, two, one, two, one, two);
      assertThat(server.shown().stream().map(Shown::startedAt).distinct().count())
          .as("sessions")
          .isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void shareNoSessionBetweenTenantsAndNoneAfterARenewal(String version) throws Exception {
    MadeCertificate renewed = new MadeCertificate.Maker("CN=one").pair(ONE.pair()).make();
    try (CertificateServer server = new CertificateServer(version)) {
      fetch(client(server, ONE));
      fetch(client(server, "other", ONE, ONE));
      fetch(client(server, renewed));
      fetch(client(server, ONE));

      List<Shown> shown = server.shown();
      assertThat(leaves(server))
          .containsExactly(
              ONE.certificate(), ONE.certificate(), renewed.certificate(), ONE.certificate());
      assertThat(shown.get(3).startedAt()).isEqualTo(shown.get(0).startedAt());
      assertThat(shown.stream().map(Shown::startedAt).distinct()).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void showTheWholeChainWhateverAuthoritiesTheServerLists(String version) throws Exception {
    try (CertificateServer server = new CertificateServer(version)) {
      fetch(client(server, ONE));
      fetch(client(server, ALONE));

      assertThat(server.shown().get(0).chain()).isEqualTo(ONE.chain());
      assertThat(server.shown().get(1).chain()).containsExactly(ALONE.certificate());
      assertThat(server.shown().get(0).body())
          .contains("client_id=billing")
          .doesNotContain("secret")
          .doesNotContain("assertion");
    }
  }

  @Test
  void showTheSameAtTheRevocationEndpoint() throws Exception {
    try (CertificateServer server = new CertificateServer("TLSv1.3")) {
      RevocationResult result =
          client.revoke(
              client(server, ONE),
              Secret.of("token-1"),
              TokenTypeHint.ACCESS_TOKEN,
              Clients.PLENTY);

      assertThat(result.outcome()).isEqualTo(RevocationResult.Outcome.REVOKED);
      assertThat(leaves(server)).containsExactly(ONE.certificate());
      assertThat(server.shown().get(0).body()).contains("client_id=billing");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void areToldToTheOperatorAloneWhereTheServerRefusesTheCertificateInTls(String version)
      throws Exception {
    try (CertificateServer server = new CertificateServer(version)) {
      server.take(certificate -> false);
      TokenFailure failure =
          (TokenFailure) client.fetch(client(server, ONE), GrantInput.NONE, Clients.PLENTY);

      assertThat(failure.error()).isEqualTo(TokenError.UNREACHABLE);
      assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
      assertThat(failure.hint()).isEmpty();
      assertThat(failure.operatorDetail())
          .contains(
              "the server refuses the client certificate with the alert certificate_unknown: it"
                  + " must trust the issuer, or the certificate itself; shown was "
                  + read(ONE).thumbprint()
                  + " of CN=one, issued by CN=authority of one");
    }
  }

  @Test
  void areToldWithTheCertificateWhereTheServerDoesNotKnowIt() throws Exception {
    try (CertificateServer server = new CertificateServer("TLSv1.3")) {
      server.refuse("invalid_client");
      TokenFailure failure =
          (TokenFailure) client.fetch(client(server, ONE), GrantInput.NONE, Clients.PLENTY);

      assertThat(failure.error()).isEqualTo(TokenError.INVALID_CLIENT);
      assertThat(failure.hint())
          .contains("client certificate CN=one, SHA-256 thumbprint " + read(ONE).thumbprint());
    }
  }

  @Test
  void sendNothingWhereTheStoredPartsDoNotBelongTogether() throws Exception {
    try (CertificateServer server = new CertificateServer("TLSv1.3")) {
      TokenFailure failure =
          (TokenFailure)
              client.fetch(client(server, "acme", ONE, TWO), GrantInput.NONE, Clients.PLENTY);

      assertThat(failure.error()).isEqualTo(TokenError.UNREACHABLE);
      assertThat(failure.operatorDetail())
          .endsWith("the stored certificate does not fit its private key");
      assertThat(failure.mayHaveBeenSent()).isFalse();
      assertThat(server.shown()).isEmpty();
    }
  }
}
