package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.TestCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token endpoint whose certificate no public authority has signed. */
class BuilderTlsTest {

  private static final byte[] TOKEN =
      "{\"access_token\":\"token-1\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
          .getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;
  private TestCertificate identity;
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    identity = TestCertificate.of("localhost", directory);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity.showing()));
    server.createContext(
        "/token",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, TOKEN.length);
          exchange.getResponseBody().write(TOKEN);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private TokenStatus obtained(UnaryOperator<CalloutAuthBuilder> tls) {
    CalloutAuthBuilder builder =
        CalloutAuth.builder(MemoryStore.create())
            .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build());
    try (CalloutAuth auth = tls.apply(builder).build()) {
      Provider provider =
          auth.providers()
              .create(
                  ProviderSettings.clientCredentials()
                      .name("CRM")
                      .tokenEndpoint(
                          "https://localhost:" + server.getAddress().getPort() + "/token")
                      .clientId("billing")
                      .clientSecret("s3cret")
                      .anyOrigin()
                      .build());
      return auth.tokens().obtain(provider.id());
    }
  }

  @Test
  void isTrustedWhereTheHostTrustsIt() throws Exception {
    X509TrustManager trust = identity.trust();

    assertThat(obtained(builder -> builder.trust(trust)).state()).isEqualTo(TokenState.ACTIVE);
  }

  @Test
  void isTrustedByNobodyElse() {
    assertThatThrownBy(() -> obtained(builder -> builder))
        .isInstanceOfSatisfying(
            TokenRequestException.class,
            failure -> assertThat(failure.error()).isEqualTo(TokenError.UNREACHABLE));
  }
}
