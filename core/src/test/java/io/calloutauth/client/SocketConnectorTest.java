package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.AddressCheck;
import io.calloutauth.endpoint.AddressCheck.Outcome;
import io.calloutauth.endpoint.Addresses;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.endpoint.TestEndpoints;
import io.calloutauth.testkit.ClosedPort;
import io.calloutauth.testkit.DeafServer;
import io.calloutauth.testkit.FakeServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The addresses of a host are tried in turn, within one time for all of them. */
class SocketConnectorTest {

  private static final Duration CONNECT = Duration.ofSeconds(4);

  private static EndpointPolicy leadingTo(String... addresses) {
    List<InetAddress> all = Stream.of(addresses).map(Addresses::of).toList();
    return LoopbackPolicy.leadingTo(new AddressCheck(Outcome.ALLOWED, all));
  }

  private static HttpResult get(EndpointPolicy policy, LongSupplier nanos, int port) {
    Endpoint endpoint = TestEndpoints.of(URI.create("http://login.example.com:" + port + "/"));
    try (HttpTransport transport =
        new HttpCoreTransport(
            new SocketConnector(policy, CONNECT, nanos), new TlsHandshake(null))) {
      return transport.send(
          HttpCall.get("acme", endpoint, Clients.PLENTY), TlsHandshake.TlsIdentity.NONE);
    }
  }

  /** Another test may have had the same port before. */
  private final long before = LoopbackGuard.connections().size();

  /** Returns the addresses that this test tried on a port, in order. */
  private List<String> tried(int port) {
    return LoopbackGuard.connections().stream()
        .skip(before)
        .filter(to -> to.getPort() == port)
        .map(to -> to.getAddress().getHostAddress())
        .toList();
  }

  @Test
  void reachesAGoodAddressAfterThreeThatAreDead() throws Exception {
    List<DeafServer> dead = new ArrayList<>();
    try (FakeServer server = FakeServer.start(FakeServer.json(Clients.TOKEN_JSON))) {
      for (String address : new String[] {"127.0.0.2", "127.0.0.3", "127.0.0.4"}) {
        dead.add(DeafServer.at(new InetSocketAddress(address, server.port())));
      }
      EndpointPolicy policy = leadingTo("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.1");

      HttpResult response = get(policy, System::nanoTime, server.port());

      assertThat(response.status()).isEqualTo(200);
      assertThat(tried(server.port()))
          .containsExactly("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.1");
    } finally {
      for (DeafServer each : dead) {
        each.close();
      }
    }
  }

  @Test
  void triesAddressesThatRefuseInTurn() throws Exception {
    try (ClosedPort closed = new ClosedPort()) {
      int port = closed.number();

      HttpResult response = get(leadingTo("127.0.0.2", "127.0.0.3"), System::nanoTime, port);

      assertThat(response.failure()).contains(HttpFailure.UNREACHABLE);
      assertThat(response.stage()).contains(InFlightRequest.HttpStage.CONNECT);
      assertThat(response.detail())
          .isEqualTo("connecting to login.example.com:" + port + ": ConnectException");
      assertThat(tried(port)).containsExactly("127.0.0.2", "127.0.0.3");
    }
  }

  @Test
  void triesNoFurtherAddressWhenTheTimeForAllOfThemIsOver() throws Exception {
    AtomicLong time = new AtomicLong();
    LongSupplier nanos = () -> time.getAndAdd(Duration.ofMillis(1_800).toNanos());
    try (ClosedPort closed = new ClosedPort()) {
      int port = closed.number();

      HttpResult response = get(leadingTo("127.0.0.2", "127.0.0.3", "127.0.0.4"), nanos, port);

      assertThat(response.failure()).contains(HttpFailure.UNREACHABLE);
      assertThat(tried(port)).containsExactly("127.0.0.2", "127.0.0.3");
    }
  }
}
