package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.testkit.FakeServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Whatever an answer points at beside a redirect, nobody goes there. */
class LeadingElsewhereTest {

  private static final String SWITCHING =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";

  @Test
  void noHeaderOfAnAnswerMovesTheNextRequest() throws Exception {
    try (FakeServer elsewhere = FakeServer.start(FakeServer.json(Clients.TOKEN_JSON));
        FakeServer server = FakeServer.start(pointingAt(elsewhere));
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      for (int i = 0; i < 3; i++) {
        assertThat(
                client.fetch(
                    Clients.of(server.endpoint("/token")), GrantInput.NONE, Clients.PLENTY))
            .isInstanceOf(IssuedToken.class);

        FakeRequest request = server.request();
        assertThat(request.line()).isEqualTo("POST /token HTTP/1.1");
        assertThat(request.headers()).doesNotContainKeys("upgrade", "http2-settings", "cookie");
      }
      assertThat(server.waiting()).isZero();
      assertThat(elsewhere.connections()).isZero();
    }
  }

  private static FakeServer.Script pointingAt(FakeServer elsewhere) {
    String there = elsewhere.endpoint("/token").toString();
    return FakeServer.text(
        String.join(
            "\n",
            "HTTP/1.1 200 OK",
            "Content-Type: application/json",
            "Location: " + there,
            "Content-Location: " + there,
            "Refresh: 0; url=" + there,
            "Link: <" + there + ">; rel=\"preload\", <" + there + ">; rel=\"canonical\"",
            "Alt-Svc: h2=\"localhost:" + elsewhere.port() + "\"; ma=86400; persist=1",
            "Upgrade: h2c",
            "Set-Cookie: session=1; Path=/"),
        Clients.TOKEN_JSON);
  }

  @Test
  void aServerThatSwitchesProtocolsHasNotAnswered() throws Exception {
    FakeServer.Script switching =
        out -> {
          write(out, SWITCHING + "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
          out.close();
        };
    try (FakeServer server = FakeServer.start(switching);
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      TokenResult result =
          client.fetch(Clients.of(server.endpoint("/token")), GrantInput.NONE, Clients.PLENTY);

      assertThat(((TokenFailure) result).error()).isEqualTo(TokenError.MALFORMED_RESPONSE);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
