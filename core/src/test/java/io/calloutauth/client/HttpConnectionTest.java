package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.testkit.TestCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One request over a socket. */
class HttpConnectionTest {

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void stopsSendingWhenTheServerHasRespondedAndTakesNothing(String scheme, @TempDir Path directory)
      throws Exception {
    TestCertificate certificate = TestCertificate.of("localhost", directory);
    CountDownLatch responded = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    FaultServer.Fault hasty =
        socket -> {
          Socket secured =
              scheme.equals("https") ? FaultServer.tls(certificate, socket, "TLSv1.2") : socket;
          FaultServer.write(secured, "HTTP/1.1 413 Too long\r\nContent-Length: 0\r\n\r\n");
          responded.countDown();
          over.await();
        };
    try (FaultServer server = new FaultServer(hasty);
        CountedSocket plain = new CountedSocket()) {
      Endpoint endpoint = server.endpoint(scheme);
      plain.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.origin().port()));
      Socket socket =
          scheme.equals("https")
              ? new TlsHandshake(certificate.trust())
                  .over(plain, endpoint.origin(), TlsHandshake.TlsIdentity.NONE)
              : plain;
      assertThat(responded.await(20, TimeUnit.SECONDS)).isTrue();
      HttpConnection connection = new HttpConnection(socket, plain);
      HttpCall call = HttpCall.post("acme", endpoint, Clients.PLENTY, "x".repeat(32 * 1024 * 1024));
      FutureTask<Integer> status =
          new FutureTask<>(
              () -> {
                connection.send(call);
                return connection.receiveHead().getCode();
              });
      new Thread(status).start();

      assertThat(status.get(20, TimeUnit.SECONDS)).isEqualTo(413);
    } finally {
      over.countDown();
    }
  }
}
