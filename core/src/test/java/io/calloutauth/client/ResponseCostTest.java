package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IntrospectionResult;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.ResponseFlaw;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Responses that were made to be expensive cost the one who reads them little. */
class ResponseCostTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static TokenClient client;

  @BeforeAll
  static void start() {
    client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build();
  }

  @AfterAll
  static void stop() {
    client.close();
  }

  /** A response of which each byte costs as much as it can. */
  enum Expensive {
    EMPTY_GZIP_MEMBERS("Content-Encoding: gzip\r\n", gzip("", 13_000)),
    GZIP_MEMBERS("Content-Encoding: gzip\r\n", gzip(" ", 11_000)),
    GZIP_BOMB("Content-Encoding: gzip\r\n", gzip(" ".repeat(50_000_000), 1)),
    HEADERS(("X-Y: " + "h".repeat(16_000) + "\r\n").repeat(95), "{}"),
    CODINGS("Content-Encoding: " + "a,".repeat(8_000) + "\r\n", "{}"),
    ALL_CODINGS(("Content-Encoding: " + "a,".repeat(8_000) + "\r\n").repeat(95), "{}"),
    MORE_CODINGS(("Content-Encoding: " + "a,".repeat(8_000) + "\r\n").repeat(15), "{}"),
    PAIRS("Content-Type: application/x-www-form-urlencoded\r\n", "a=b" + "&".repeat(262_000)),
    NO_TOKEN("", "{\"a\":\"" + "ä€".repeat(50_000) + "\"}"),
    ERROR("", "{\"error\":\"x\",\"error_description\":\"" + "a".repeat(240_000) + "€\"}"),
    ERROR_TWICE("", "{\"error\":\"x\",\"a\":\"" + "a".repeat(240_000) + "€\",\"error\":1}"),
    SCOPE("", "{\"access_token\":\"t\",\"scope\":\"" + "%41 ".repeat(1_000) + "\"}"),
    CODED_SCOPE("", "{\"access_token\":\"t\",\"scope\":\"" + codedScope() + "\"}"),
    LONG_SCOPE("", "{\"access_token\":\"t\",\"scope\":\"" + "a ".repeat(120_000) + "\"}");

    private final String response;

    Expensive(String head, String body) {
      this(head, body.getBytes(StandardCharsets.UTF_8));
    }

    Expensive(String head, byte[] body) {
      response =
          "HTTP/1.1 200 OK\r\n"
              + head
              + ("Content-Length: " + body.length + "\r\n\r\n")
              + new String(body, StandardCharsets.ISO_8859_1);
    }

    /** It reads as hexadecimal, as Base64, as percent encoding, and as all of them in turn. */
    private static String codedScope() {
      Random random = new Random(7);
      StringBuilder text = new StringBuilder();
      while (text.length() < 4_000) {
        text.append(String.format("%02x", 33 + random.nextInt(90)))
            .append(random.nextInt(40) == 0 ? "%41" : "")
            .append(random.nextInt(40) == 0 ? "&#65;" : "")
            .append(random.nextInt(40) == 0 ? ":41:42:" : "");
      }
      return text.substring(0, 4_000);
    }

    private static byte[] gzip(String each, int members) {
      ByteArrayOutputStream one = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(one)) {
        gzip.write(each.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int i = 0; i < members; i++) {
        all.writeBytes(one.toByteArray());
      }
      return all.toByteArray();
    }
  }

  private static TokenResult fetch(String response) throws IOException {
    try (FaultServer server = new FaultServer(FaultServer.holdingAfter(response))) {
      LoopbackGuard.allowLoopback();
      return client.fetch(Clients.of(server.endpoint("http")), GrantInput.NONE, Clients.PLENTY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void allocatesAtMost4Megabytes(Expensive expensive) throws IOException {
    fetch(expensive.response); // what is made once is no part of it
    long before = THREADS.getCurrentThreadAllocatedBytes();
    TokenResult result = fetch(expensive.response);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated).as(String.valueOf(result)).isLessThan(4_000_000);
  }

  /** Of an introspection too: it is of the same server. */
  @Test
  void takesNoScopeApartThatIsTooLongToBeShown() throws IOException {
    String tokens =
        IntStream.range(0, 60_000)
            .mapToObj(i -> Integer.toString(i, 36))
            .collect(Collectors.joining(" "));
    String body = "{\"active\":true,\"scope\":\"" + tokens + "\"}";
    String response = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    introspect(response);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    IntrospectionResult result = introspect(response);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

    assertThat(result.outcome()).isEqualTo(IntrospectionResult.Outcome.ACTIVE);
    assertThat(allocated).isLessThan(4_000_000);
  }

  private static IntrospectionResult introspect(String response) throws IOException {
    try (FaultServer server = new FaultServer(FaultServer.holdingAfter(response))) {
      LoopbackGuard.allowLoopback();
      Endpoint endpoint = server.endpoint("http");
      return client.introspect(
          Clients.of(Clients.registration(endpoint).introspectionEndpoint(endpoint)),
          Secret.of("token-1"),
          Clients.PLENTY);
    }
  }

  @Test
  void readsNoBodyInChunksOfSingleBytes() throws IOException {
    String chunks = "Transfer-Encoding: chunked\r\n\r\n" + "1\r\n \r\n".repeat(250_000);
    String response = "HTTP/1.1 200 OK\r\n" + chunks + "0\r\n\r\n";
    fetch(response);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    TokenFailure result = (TokenFailure) fetch(response);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

    assertThat(result.error()).isEqualTo(TokenError.BODY_TOO_LARGE);
    assertThat(allocated).isLessThan(4_000_000);
  }

  @Test
  void countsTheHeaderFieldsItself() throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + Clients.TOKEN_JSON.length() + "\r\n";

    assertThat(fetch(head + "X: y\r\n".repeat(180) + "\r\n" + Clients.TOKEN_JSON))
        .isInstanceOf(IssuedToken.class);
    assertThat(((TokenFailure) fetch(head + "X: y\r\n".repeat(220) + "\r\n")).hint())
        .hasValue(ResponseFlaw.HEAD_TOO_LARGE.text());
  }

  @Test
  void countsAllHeadsTogether() throws IOException {
    String interim =
        "HTTP/1.1 103 Early Hints\r\n" + ("X: " + "y".repeat(16_000) + "\r\n").repeat(4);

    assertThat(((TokenFailure) fetch((interim + "\r\n").repeat(5))).hint())
        .hasValue(ResponseFlaw.HEAD_TOO_LARGE.text());
  }

  @Test
  void readsGzipOfAFewMembers() throws IOException {
    byte[] token = Expensive.gzip(Clients.TOKEN_JSON, 1);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(Expensive.gzip("", 5));
    body.writeBytes(token);
    String head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ";

    assertThat(fetch(head + body.size() + "\r\n\r\n" + body.toString(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(IssuedToken.class);
  }
}
