package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the client believes to be the server. */
class TlsTest {

  private static TlsIdentity identity;

  @BeforeAll
  static void makeCertificate(@TempDir Path directory) throws Exception {
    identity = TlsIdentity.of("login.example.com", directory);
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
}
