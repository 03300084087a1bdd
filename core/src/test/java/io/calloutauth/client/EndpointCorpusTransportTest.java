package io.calloutauth.client;

import static io.calloutauth.client.Clients.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calloutauth.client.EndpointCorpus.Row;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The collected endpoints, over real sockets. */
class EndpointCorpusTransportTest {

  private static final String TENANT = "acme";

  @ParameterizedTest
  @MethodSource("rowsThatDnsDecides")
  void connectsToNoAddressThatIsRefused(Row row) {
    PublicEndpoints policy = PublicEndpoints.builder().nameResolver(row.resolver()).build();
    Endpoint endpoint = Objects.requireNonNull(policy.check(TENANT, row.url()).endpoint());
    long before = connectionsTo(endpoint.origin().port());

    try (TokenClient client = NimbusTokenClient.builder(policy).build()) {
      TokenFailure failure = (TokenFailure) client.fetch(Clients.of(endpoint), PLENTY);

      assertThat(failure.error()).isIn(TokenError.ENDPOINT_REFUSED, TokenError.UNREACHABLE);
    }
    assertThat(connectionsTo(endpoint.origin().port())).isEqualTo(before);
  }

  private static long connectionsTo(int port) {
    return LoopbackGuard.connections().stream().filter(to -> to.getPort() == port).count();
  }

  static Stream<Row> rowsThatDnsDecides() {
    return EndpointCorpus.rows()
        .filter(row -> !row.allowed() && !row.redirects() && row.why().contains("{dns:"))
        .filter(
            row -> PublicEndpoints.builder().build().check(TENANT, row.url()).refusal() == null);
  }

  @Test
  void knowsRowsThatOnlyDnsDecides() {
    assertThat(rowsThatDnsDecides()).hasSize(6);
  }

  @ParameterizedTest
  @MethodSource("rowsAboutRedirects")
  void followsNoRedirect(Row row) throws Exception {
    try (FakeServer location = FakeServer.start(FakeServer.json(Clients.TOKEN_JSON));
        FakeServer server = FakeServer.start(redirecting(row, location));
        TokenClient client = NimbusTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      Endpoint endpoint = server.endpoint(URI.create(row.url()).getPath());

      TokenFailure failure = (TokenFailure) client.fetch(Clients.of(endpoint), PLENTY);

      assertThat(failure.error()).isEqualTo(TokenError.REDIRECT_REFUSED);
      assertThat(failure.failureClass()).isEqualTo(FailureClass.PERMANENT);
      assertThat(server.request().line()).startsWith("POST /token ");
      assertThat(server.waiting()).isZero();
      assertThat(server.connections()).isEqualTo(1);
      assertThat(location.connections()).isZero();
    }
  }

  /** The row's host is where the location's server is. */
  private static FakeServer.Script redirecting(Row row, FakeServer location) {
    URI there = URI.create(row.redirectLocation());
    String target =
        there.isAbsolute() ? location.endpoint(there.getPath()).toString() : row.redirectLocation();
    return FakeServer.text("HTTP/1.1 " + row.redirectStatus() + " Moved\nLocation: " + target, "");
  }

  static Stream<Row> rowsAboutRedirects() {
    return EndpointCorpus.rows().filter(Row::redirects);
  }

  @Test
  void isGuardedAgainstConnectionsToOtherMachines() throws Exception {
    InetAddress elsewhere = Addresses.of("198.51.100.7");
    EndpointPolicy careless =
        LoopbackPolicy.leadingTo(
            new AddressCheck(AddressCheck.Outcome.ALLOWED, List.of(elsewhere)));
    try (TokenClient client = NimbusTokenClient.builder(careless).build()) {
      Endpoint endpoint = new Endpoint(URI.create("https://idp.example.com/token"));

      assertThatExceptionOfType(LoopbackGuard.ForbiddenConnectionError.class)
          .isThrownBy(() -> client.fetch(Clients.of(endpoint), PLENTY));
    }
    assertThat(LoopbackGuard.connections()).contains(new InetSocketAddress(elsewhere, 443));
  }

  @Test
  void isGuardedOnThisMachineToo() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.json(Clients.TOKEN_JSON));
        TokenClient client = NimbusTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      long before = connectionsTo(server.port());

      client.fetch(Clients.of(server.endpoint("/token")), PLENTY);

      assertThat(connectionsTo(server.port())).isEqualTo(before + 1);
    }
  }
}
