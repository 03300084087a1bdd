package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.testkit.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that do not take a request to its end. */
class StuckPeerTest {

  /** More than the buffers of both sides hold. */
  private static final String LONG_BODY = "x".repeat(32 * 1024 * 1024);

  private static TestCertificate certificate;
  private static HttpTransport transport;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    certificate = TestCertificate.of("localhost", directory);
    transport =
        new HttpCoreTransport(
            new SocketConnector(LoopbackPolicy.allowing(), Clients.PLENTY, System::nanoTime),
            new TlsHandshake(certificate.trust()));
  }

  @AfterAll
  static void stop() {
    transport.close();
  }

  private static HttpResult post(FaultServer server, String scheme, Duration deadline) {
    LoopbackGuard.allowLoopback();
    return transport.send(
        HttpCall.post("acme", server.endpoint(scheme), deadline, LONG_BODY),
        TlsHandshake.TlsIdentity.NONE);
  }

  private static Socket secured(String scheme, Socket socket) throws IOException {
    return scheme.equals("https") ? FaultServer.tls(certificate, socket, "TLSv1.3") : socket;
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void aWriterThatIsStuckEndsAtTheDeadlineByAReset(String scheme) throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    CompletableFuture<Exception> seen = new CompletableFuture<>();
    FaultServer.Fault takesNothing =
        socket -> {
          Socket secured = secured(scheme, socket);
          secured.getInputStream().read();
          ended.await();
          try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            seen.complete(new IOException("an orderly end"));
          } catch (IOException e) {
            seen.complete(e);
          }
        };
    try (FaultServer server = new FaultServer(takesNothing)) {
      HttpResult response = post(server, scheme, Clients.SHORT.multipliedBy(5));
      ended.countDown();

      assertThat(response.failure()).contains(HttpFailure.TIMED_OUT);
      assertThat(response.stage()).contains(InFlightRequest.HttpStage.SEND);
      assertThat(seen.get(20, TimeUnit.SECONDS)).isInstanceOf(SocketException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void aResponseThatComesBeforeTheBodyIsSentIsRead(String scheme) throws Exception {
    String text = "HTTP/1.1 413 Too long\r\nContent-Length: 3\r\nConnection: close\r\n\r\nno!";
    FaultServer.Fault impatient =
        socket -> {
          Socket secured = secured(scheme, socket);
          secured.getInputStream().read();
          FaultServer.write(secured, text);
        };
    try (FaultServer server = new FaultServer(impatient)) {
      HttpResult response = post(server, scheme, Clients.PLENTY);

      assertThat(response.status()).isEqualTo(413);
      assertThat(response.body()).asString().isEqualTo("no!");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void aServerThatHangsUpBeforeTheBodyIsSentIsUnreachable(String scheme) throws Exception {
    FaultServer.Fault rude = socket -> secured(scheme, socket).getInputStream().read();
    try (FaultServer server = new FaultServer(rude)) {
      HttpResult response = post(server, scheme, Clients.PLENTY);

      assertThat(response.failure()).contains(HttpFailure.UNREACHABLE);
      assertThat(response.stage()).contains(InFlightRequest.HttpStage.SEND);
    }
  }
}
