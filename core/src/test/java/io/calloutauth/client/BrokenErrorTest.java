package io.calloutauth.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenTypeHint;
import io.calloutauth.testkit.FakeServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An error response is read for its code whatever else is wrong with it. */
class BrokenErrorTest {

  private static final String JSON = "{\"error\":\"invalid_grant\",\"error_description\":\"";
  private static final String REFUSED = "HTTP/1.1 400 No\r\nContent-Type: application/json\r\n";

  private TokenClient client;

  @BeforeEach
  void start() {
    client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build();
  }

  @AfterEach
  void stop() {
    client.close();
  }

  private TokenFailure failure(String head, byte[] body) throws Exception {
    try (FakeServer server = FakeServer.start(writing(head, body))) {
      return (TokenFailure)
          client.fetch(Clients.of(server.endpoint("/token")), GrantInput.NONE, Clients.PLENTY);
    }
  }

  /** Writes a response and ends the connection. */
  private static FakeServer.Script writing(String head, byte[] body) {
    return out -> {
      out.write((head + "\r\n").getBytes(UTF_8));
      out.write(body);
      out.close();
    };
  }

  private static void saysInvalidGrant(TokenFailure failure) {
    assertThat(failure.error()).isEqualTo(TokenError.INVALID_GRANT);
    assertThat(failure.failureClass()).isEqualTo(FailureClass.PERMANENT);
    assertThat(failure.status()).isEqualTo(400);
    assertThat(failure.code()).contains("invalid_grant");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {JSON, "error=invalid_grant&error_description=x"})
  void thatBreaksOff(String body) throws Exception {
    saysInvalidGrant(failure(REFUSED + "Content-Length: 5000\r\n", body.getBytes(UTF_8)));
  }

  @Test
  void thatBreaksOffWithinItsChunks() throws Exception {
    byte[] chunk = ("fff\r\n" + JSON).getBytes(UTF_8);

    saysInvalidGrant(failure(REFUSED + "Transfer-Encoding: chunked\r\n", chunk));
  }

  @Test
  void thatIsLongerThanTheLimit() throws Exception {
    String body = "{\"padding\":\"" + "x".repeat(200_000) + "\"," + JSON.substring(1);
    String length = "Content-Length: 1000000\r\n";

    saysInvalidGrant(failure(REFUSED + length, (body + "x".repeat(800_000)).getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "gzip", "zstd, gzip"})
  void whoseCodingCannotBeUndone(String coding) throws Exception {
    byte[] body = (JSON + "\"}").getBytes(UTF_8);
    String head = REFUSED + "Content-Encoding: " + coding + "\r\n";

    saysInvalidGrant(failure(head + "Content-Length: " + body.length + "\r\n", body));
  }

  @Test
  void whoseGzipBreaksOffOrIsTooMuch() throws Exception {
    String head = REFUSED + "Content-Encoding: gzip\r\nContent-Length: ";
    byte[] whole = gzip(JSON + "no\"}");
    byte[] cut = Arrays.copyOf(whole, whole.length - 8);
    byte[] bomb = gzip(JSON + "x".repeat(10_000_000));

    saysInvalidGrant(failure(head + cut.length + "\r\n", cut));
    saysInvalidGrant(failure(head + "5000\r\n", cut));
    saysInvalidGrant(failure(head + bomb.length + "\r\n", bomb));
  }

  /** Half a code is none, and what broke off without one may say more the next time. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"error\":\"invalid_gra", "error=invalid_gra", "<html>", ""})
  void thatHasNoWholeCodeIsNoResponse(String body) throws Exception {
    TokenFailure failure = failure(REFUSED + "Content-Length: 5000\r\n", body.getBytes(UTF_8));

    assertThat(failure.error()).isEqualTo(TokenError.UNREACHABLE);
    assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(failure.code()).isEmpty();
  }

  @Test
  void bringsNoTokenWhenItIsCut() throws Exception {
    String body = Clients.TOKEN_JSON;
    TokenFailure failure =
        failure("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n", body.getBytes(UTF_8));

    assertThat(failure.error()).isEqualTo(TokenError.UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "unsupported_token_type, NOT_SUPPORTED",
    "invalid_token, ALREADY_INVALID",
    "invalid_client, REFUSED",
    "'', NOT_TOLD"
  })
  void ofARevocation(String code, RevocationResult.Outcome outcome) throws Exception {
    byte[] body = ("{\"error\":\"" + code + "\",\"x").getBytes(UTF_8);
    try (FakeServer server =
        FakeServer.start(writing(REFUSED + "Content-Length: 5000\r\n", body))) {
      RevocationResult result =
          client.revoke(
              Clients.of(
                  Clients.registration(server.endpoint("/token"))
                      .revocationEndpoint(server.endpoint("/revoke"))),
              Secret.of("t1"),
              TokenTypeHint.ACCESS_TOKEN,
              Clients.PLENTY);

      assertThat(result.outcome()).isEqualTo(outcome);
    }
  }
}
