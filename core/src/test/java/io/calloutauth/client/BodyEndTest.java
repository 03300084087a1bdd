package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body without a length ends with its connection, which anybody on the way may have cut. */
class BodyEndTest {

  private static final String FORM =
      "HTTP/1.1 200 OK\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
          + "access_token=t1&token_type=bearer";
  private static final String JSON =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + Clients.TOKEN_JSON;

  private static TestCertificate certificate;
  private static TokenClient client;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    certificate = TestCertificate.of("localhost", directory);
    client = HttpTokenClient.builder(LoopbackPolicy.allowing()).trust(certificate.trust()).build();
  }

  @AfterAll
  static void stop() {
    client.close();
  }

  private static TokenResult fetch(String scheme, FaultServer.Fault fault) throws IOException {
    try (FaultServer server = new FaultServer(fault)) {
      LoopbackGuard.allowLoopback();
      return client.fetch(Clients.of(server.endpoint(scheme)), GrantInput.NONE, Clients.PLENTY);
    }
  }

  /** Responds over TLS, and then ends it or leaves out the close_notify (RFC 8446 section 6.1). */
  private static FaultServer.Fault overTls(String version, String response, boolean closeNotify) {
    return socket -> {
      SSLSocket tls = FaultServer.tls(certificate, socket, version);
      FaultServer.answering(response).on(tls);
      if (closeNotify) {
        tls.close();
      } else {
        socket.close();
      }
    };
  }

  private static void endedEarly(TokenResult result) {
    TokenFailure failure = (TokenFailure) result;
    assertThat(failure.error()).isEqualTo(TokenError.UNREACHABLE);
    assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
  }

  private static String cut(String response) {
    return response.substring(0, response.length() - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void isWholeWhenTlsSaysSo(String version) throws Exception {
    assertThat(fetch("https", overTls(version, FORM, true))).isInstanceOf(IssuedToken.class);
    assertThat(fetch("https", overTls(version, JSON, true))).isInstanceOf(IssuedToken.class);
    assertThat(((TokenFailure) fetch("https", overTls(version, cut(JSON), true))).error())
        .isEqualTo(TokenError.MALFORMED_RESPONSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void isWholeWithoutCloseNotifyOnlyAsJson(String version) throws Exception {
    assertThat(fetch("https", overTls(version, JSON, false))).isInstanceOf(IssuedToken.class);
    endedEarly(fetch("https", overTls(version, cut(JSON), false)));
    endedEarly(fetch("https", overTls(version, FORM, false)));
    endedEarly(fetch("https", overTls(version, "HTTP/1.1 200 OK\r\n\r\n", false)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void needsNoCloseNotifyWithALength(String version) throws Exception {
    String body = "access_token=t1&token_type=bearer";
    String response = FORM.replace("\r\n\r\n", "\r\nContent-Length: " + body.length() + "\r\n\r\n");

    assertThat(fetch("https", overTls(version, response, false))).isInstanceOf(IssuedToken.class);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void takesALengthThatIsNotReachedForAnEarlyEndHoweverTlsEnds(boolean closeNotify)
      throws Exception {
    String response = FORM.replace("\r\n\r\n", "\r\nContent-Length: 500\r\n\r\n");
    String chunked = FORM.replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n");

    for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
      endedEarly(fetch("https", overTls(version, response, closeNotify)));
      endedEarly(fetch("https", overTls(version, chunked.substring(0, 120), closeNotify)));
      endedEarly(fetch("https", overTls(version, "HTTP/1.1 200 OK\r\nX: y\r\n", closeNotify)));
    }
  }

  @ParameterizedTest
  @CsvSource({"401, invalid_client", "400, invalid_client", "401, ''", "403, <html>"})
  void isWholeInARefusalUnlessItIsCutJson(int status, String code) throws Exception {
    boolean json = code.startsWith("invalid");
    String body = json ? "{\"error\":\"" + code + "\"}" : code;
    String response = "HTTP/1.1 " + status + " No\r\nContent-Type: text/html\r\n\r\n" + body;

    TokenFailure failure = (TokenFailure) fetch("http", FaultServer.answering(response));

    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.error()).isNotEqualTo(TokenError.UNREACHABLE);
    if (json) {
      assertThat(failure.error()).isEqualTo(TokenError.INVALID_CLIENT);
      String withoutCode = response.substring(0, response.length() - 3);
      endedEarly(fetch("http", FaultServer.answering(withoutCode)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void theClientEndsTlsByCloseNotify(String version) throws Exception {
    CompletableFuture<Boolean> heard = new CompletableFuture<>();
    String response = JSON.replace("\r\n\r\n", "\r\nContent-Length: 500\r\n\r\n");
    String whole = response.replace("500", "" + Clients.TOKEN_JSON.length());
    FaultServer.Fault fault =
        socket -> {
          try {
            SSLSocket tls = FaultServer.tls(certificate, socket, version);
            FaultServer.answering(whole).on(tls);
            int read = tls.getInputStream().read();
            heard.complete(read < 0 && !((CountedSocket) socket).hasEnded());
          } catch (IOException e) {
            heard.completeExceptionally(e);
          }
        };

    try (FaultServer server = new FaultServer(fault)) {
      LoopbackGuard.allowLoopback();
      assertThat(
              client.fetch(Clients.of(server.endpoint("https")), GrantInput.NONE, Clients.PLENTY))
          .isInstanceOf(IssuedToken.class);
      assertThat(heard.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
