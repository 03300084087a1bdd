package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.testkit.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server may renew the keys of TLS 1.3 for ever, and each time costs more than its few bytes. */
class KeyUpdateFloodTest {

  private static final String RESPONSE =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
          + Clients.TOKEN_JSON.length()
          + "\r\n\r\n"
          + Clients.TOKEN_JSON;

  private static TokenResult fetch(TestCertificate certificate, int keyUpdates) throws Exception {
    FaultServer.Fault flood =
        socket -> {
          SSLSocket tls = FaultServer.tls(certificate, socket, "TLSv1.3");
          Thread reader = new Thread(() -> drain(tls));
          reader.start();
          for (int i = 0; i < keyUpdates; i++) {
            tls.startHandshake(); // means a KeyUpdate then
          }
          FaultServer.write(tls, RESPONSE);
          reader.join();
        };
    try (FaultServer server = new FaultServer(flood);
        TokenClient client =
            HttpTokenClient.builder(LoopbackPolicy.allowing()).trust(certificate.trust()).build()) {
      LoopbackGuard.allowLoopback();
      return client.fetch(Clients.of(server.endpoint("https")), GrantInput.NONE, Clients.PLENTY);
    }
  }

  private static void drain(SSLSocket tls) {
    try {
      tls.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException gone) {
      // It is over.
    }
  }

  @Test
  void isBoundedByWhatTlsMayCostBesideTheResponse(@TempDir Path directory) throws Exception {
    TestCertificate certificate = TestCertificate.of("localhost", directory);

    assertThat(fetch(certificate, 50)).isInstanceOf(IssuedToken.class);
    // Whether the limit ends it or JSSE's own server, which may give up first: no token comes of
    // it.
    assertThat(fetch(certificate, 15_000)).isInstanceOf(TokenFailure.class);
  }
}
