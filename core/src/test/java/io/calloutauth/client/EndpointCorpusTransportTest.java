package io.calloutauth.client;

import static io.calloutauth.client.Clients.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.EndpointCorpus;
import io.calloutauth.endpoint.EndpointCorpus.Row;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.testkit.FakeServer;
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
    PublicEndpoints policy = row.policy(row.resolver());
    Endpoint endpoint = endpoint(policy, row);
    long before = connectionsTo(endpoint.origin().port());

    try (TokenClient client = HttpTokenClient.builder(policy).build()) {
      TokenFailure failure =
          (TokenFailure) client.fetch(Clients.of(endpoint), GrantInput.NONE, PLENTY);

      assertThat(failure.error()).isEqualTo(TokenError.UNREACHABLE);
    }
    assertThat(connectionsTo(endpoint.origin().port())).isEqualTo(before);
  }

  private static Endpoint endpoint(EndpointPolicy policy, Row row) {
    return Objects.requireNonNull(policy.check(TENANT, row.url()).endpoint(), row::why);
  }

  private static long connectionsTo(int port) {
    return LoopbackGuard.connections().stream().filter(to -> to.getPort() == port).count();
  }

  static Stream<Row> rowsThatDnsDecides() {
    return EndpointCorpus.rows()
        .filter(row -> !row.allowed() && !row.redirects() && row.saysDns())
        .filter(
            row -> PublicEndpoints.builder().build().check(TENANT, row.url()).refusal() == null);
  }

  @Test
  void knowsRowsThatOnlyDnsDecides() {
    assertThat(rowsThatDnsDecides()).hasSizeGreaterThanOrEqualTo(6 + 10);
  }

  @ParameterizedTest
  @MethodSource("rowsAboutRedirects")
  void followsNoRedirect(Row row) throws Exception {
    String path = endpoint(PublicEndpoints.builder().build(), row).pathAndQuery();
    try (FakeServer location = FakeServer.start(FakeServer.json(Clients.TOKEN_JSON));
        FakeServer server = FakeServer.start(redirecting(row, location));
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      TokenFailure failure =
          (TokenFailure) client.fetch(Clients.of(server.endpoint(path)), GrantInput.NONE, PLENTY);

      assertThat(failure.error()).isEqualTo(TokenError.REDIRECT_REFUSED);
      assertThat(failure.failureClass()).isEqualTo(FailureClass.PERMANENT);
      assertThat(server.request().line()).isEqualTo("POST " + path + " HTTP/1.1");
      assertThat(server.waiting()).isZero();
      assertThat(server.connections()).isEqualTo(1);
      assertThat(location.connections()).isZero();
    }
  }

  /** Wherever the row's location is, the location's server is there; else it is on this one. */
  private static FakeServer.Script redirecting(Row row, FakeServer location) {
    String target =
        row.redirectLocation()
            .replaceFirst("^(?:[hH][tT]{2}[pP][sS]?:)?//[^/?#]*", location.endpoint("").toString());
    return FakeServer.text("HTTP/1.1 " + row.redirectStatus() + " Moved\nLocation: " + target, "");
  }

  static Stream<Row> rowsAboutRedirects() {
    return EndpointCorpus.rows().filter(Row::redirects);
  }
}
