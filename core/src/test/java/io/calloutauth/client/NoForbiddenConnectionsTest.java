package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calloutauth.client.LoopbackGuard.ForbiddenConnectionError;
import io.calloutauth.endpoint.AddressCheck;
import io.calloutauth.endpoint.Addresses;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.endpoint.TestEndpoints;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.testkit.FakeServer;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands between the tests and other machines. */
class NoForbiddenConnectionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "198.51.100.7", "93.184.216.34", "2606:4700::1"})
  void failsTheTestThatConnectsToAnotherMachineWhoeverSwallowsTheError(String address)
      throws Exception {
    AtomicReference<Throwable> swallowed = new AtomicReference<>();
    Thread engine = new Thread(() -> fetchFrom(address));
    engine.setUncaughtExceptionHandler((thread, error) -> swallowed.set(error));
    engine.start();
    engine.join();

    assertThat(swallowed.get()).isInstanceOf(ForbiddenConnectionError.class);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(NoForbiddenConnections::check)
        .withMessageContaining(Addresses.of(address).getHostAddress());
    assertThatCode(NoForbiddenConnections::check).doesNotThrowAnyException();
  }

  private static void fetchFrom(String address) {
    try (TokenClient client = HttpTokenClient.builder(leadingTo(address)).build()) {
      client.fetch(
          Clients.of(TestEndpoints.of(URI.create("https://idp.example.com/token"))),
          GrantInput.NONE,
          Clients.PLENTY);
    }
  }

  private static EndpointPolicy leadingTo(String address) {
    InetAddress elsewhere = Addresses.of(address);
    return LoopbackPolicy.leadingTo(
        new AddressCheck(AddressCheck.Outcome.ALLOWED, List.of(elsewhere)));
  }

  @Test
  void failsTheTestThatConnectsToThisMachineUnderAPolicyThatDoesNotOpenIt() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.json(Clients.TOKEN_JSON));
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      LoopbackGuard.forbidLoopback();

      assertThatExceptionOfType(ForbiddenConnectionError.class)
          .isThrownBy(
              () ->
                  client.fetch(
                      Clients.of(server.endpoint("/token")), GrantInput.NONE, Clients.PLENTY));

      assertThat(LoopbackGuard.takeForbidden()).hasSize(1);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void letsATestConnectToThisMachineWhereItsPolicyOpensIt() throws Exception {
    LoopbackGuard.forbidLoopback();
    PublicEndpoints open = PublicEndpoints.builder().allowLoopbackHttp().build();
    try (FakeServer server = FakeServer.start(FakeServer.json(Clients.TOKEN_JSON));
        TokenClient client = HttpTokenClient.builder(open).build()) {
      assertThat(
              client.fetch(Clients.of(server.endpoint("/token")), GrantInput.NONE, Clients.PLENTY))
          .isInstanceOf(IssuedToken.class);

      assertThat(LoopbackGuard.connections())
          .filteredOn(to -> to.getPort() == server.port())
          .hasSize(1);
    }
  }
}
