package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.testkit.FakeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the body of a response ends, and how much may stand around it (RFC 9112 section 6). */
class ResponseFramingTest {

  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  private static TokenClient client;

  @BeforeAll
  static void start() {
    client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build();
  }

  @AfterAll
  static void stop() {
    client.close();
  }

  private static TokenResult fetch(String response) throws IOException {
    try (FaultServer server = new FaultServer(FaultServer.holdingAfter(response))) {
      LoopbackGuard.allowLoopback();
      return client.fetch(Clients.of(server.endpoint("http")), GrantInput.NONE, Clients.PLENTY);
    }
  }

  private static void isNoHttp(TokenResult result) {
    TokenFailure failure = (TokenFailure) result;
    assertThat(failure.error()).isEqualTo(TokenError.MALFORMED_RESPONSE);
    assertThat(failure.failureClass()).isEqualTo(FailureClass.PERMANENT);
  }

  @Test
  void readsALengthInDigits() throws IOException {
    int length = Clients.TOKEN_JSON.length();

    assertThat(fetch(HEAD + "Content-Length:  00" + length + " \r\n\r\n" + Clients.TOKEN_JSON))
        .isInstanceOf(IssuedToken.class);
  }

  @ParameterizedTest
  @CsvSource({"+,", "-,", "0x,", "'',.0", "'',e0", "'',L", "'','; x'", "'',' 1'"})
  void refusesALengthThatIsNotInDigitsAlone(String before, String after) throws IOException {
    String length = before + Clients.TOKEN_JSON.length() + (after == null ? "" : after);

    isNoHttp(fetch(HEAD + "Content-Length: " + length + "\r\n\r\n" + Clients.TOKEN_JSON));
  }

  @Test
  void refusesTwoLengths() throws IOException {
    String length = "Content-Length: " + Clients.TOKEN_JSON.length() + "\r\n";

    isNoHttp(fetch(HEAD + length + length + "\r\n" + Clients.TOKEN_JSON));
  }

  @Test
  void readsChunks() throws IOException {
    assertThat(fetch(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunked(Clients.TOKEN_JSON)))
        .isInstanceOf(IssuedToken.class);
  }

  private static String chunked(String body) {
    return Integer.toHexString(body.length()) + ";a=b\r\n" + body + "\r\n0\r\nX: y\r\n\r\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip, chunked", "chunked, gzip", "chunked, chunked", "gzip", "identity"})
  void refusesATransferCodingThatItDidNotAskFor(String coding) throws IOException {
    isNoHttp(
        fetch(HEAD + "Transfer-Encoding: " + coding + "\r\n\r\n" + chunked(Clients.TOKEN_JSON)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"101 Switching Protocols", "099 Too Low"})
  void takesNoOtherStatusBelow200ForAnInterimOne(String status) throws IOException {
    isNoHttp(
        fetch(
            "HTTP/1.1 "
                + status
                + "\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"
                + HEAD
                + "Content-Length: 2\r\n\r\n{}"));
  }

  @ParameterizedTest
  @CsvSource({
    "http, CHUNK_EXTENSIONS, BODY_TOO_LARGE",
    "http, TRAILERS, MALFORMED_RESPONSE",
    "http, EMPTY_LINES, MALFORMED_RESPONSE"
  })
  void countsEveryByte(String scheme, Flood flood, TokenError error) throws Exception {
    AtomicLong written = new AtomicLong();
    FakeServer.Script script =
        out -> {
          out.write(flood.start.getBytes(StandardCharsets.US_ASCII));
          byte[] part = flood.part.getBytes(StandardCharsets.US_ASCII);
          while (true) {
            out.write(part);
            written.addAndGet(part.length);
          }
        };
    try (FakeServer server = FakeServer.start(script)) {
      LoopbackGuard.allowLoopback();
      TokenFailure failure =
          (TokenFailure)
              client.fetch(Clients.of(server.endpoint("/")), GrantInput.NONE, Clients.PLENTY);

      assertThat(failure.error()).isEqualTo(error);
      assertThat(failure.failureClass()).isEqualTo(FailureClass.PERMANENT);
      assertThat(server.sawHangUp()).isTrue();
      long mayBeInBuffers = 16L * 1024 * 1024;
      assertThat(written).hasValueLessThan(CountedSocket.LIMIT + mayBeInBuffers);
    }
  }

  /** What a server writes beside a body, without end. */
  enum Flood {
    CHUNK_EXTENSIONS(
        HEAD + "Transfer-Encoding: chunked\r\n\r\n", "1;" + "x".repeat(12_000) + "\r\n{\r\n"),
    TRAILERS(HEAD + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n"),
    EMPTY_LINES("", "\r\n");

    private final String start;
    private final String part;

    Flood(String start, String part) {
      this.start = start;
      this.part = part;
    }
  }
}
