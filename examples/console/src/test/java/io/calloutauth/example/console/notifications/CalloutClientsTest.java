package io.calloutauth.example.console.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.calloutauth.endpoint.PublicEndpoints;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callouts go to addresses that the endpoint policy allows, and to no others. */
class CalloutClientsTest {

  private final AtomicInteger met = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          met.incrementAndGet();
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void asksThePolicyWhereANameLeads() throws IOException {
    PublicEndpoints relaxed =
        PublicEndpoints.builder()
            .allowCidr("127.0.0.0/8")
            .nameResolver(name -> List.of(InetAddress.getLoopbackAddress()))
            .build();
    assertThat(send(relaxed, "rebound.example.com")).isEqualTo(302);
    assertThat(met).hasValue(1);
  }

  @Test
  void refusesANameThatLeadsToThisMachine() {
    PublicEndpoints strict =
        PublicEndpoints.builder()
            .nameResolver(name -> List.of(InetAddress.getLoopbackAddress()))
            .build();
    assertThatThrownBy(() -> send(strict, "rebound.example.com"))
        .isInstanceOf(UnknownHostException.class);
    assertThat(met).hasValue(0);
  }

  @Test
  void refusesTheAddressOfThisMachineAsWell() {
    assertThatThrownBy(() -> send(PublicEndpoints.builder().build(), "127.0.0.1"))
        .isInstanceOf(UnknownHostException.class);
    assertThat(met).hasValue(0);
  }

  @Test
  void followsNoRedirect() throws IOException {
    assertThat(send(PublicEndpoints.builder().allowLoopbackHttp().build(), "127.0.0.1"))
        .isEqualTo(302);
    assertThat(met).hasValue(1);
  }

  private int send(PublicEndpoints policy, String host) throws IOException {
    CalloutClients clients = new CalloutClients(policy);
    try {
      URI target = URI.create("http://" + host + ":" + server.getAddress().getPort() + "/x");
      return new Delivery(clients.of("acme"), "POST", target).send(null).status();
    } finally {
      clients.destroy();
    }
  }
}
