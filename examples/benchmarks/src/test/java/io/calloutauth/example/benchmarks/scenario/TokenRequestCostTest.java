package io.calloutauth.example.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.example.benchmarks.loopback.TlsTokenEndpoint;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import org.junit.jupiter.api.Test;

class TokenRequestCostTest {

  @Test
  void makesRequestsOfEachKind() throws Exception {
    try (TokenEndpoint plain = new TokenEndpoint();
        TlsTokenEndpoint secure = new TlsTokenEndpoint()) {
      TokenRequestCost.Cost cost = TokenRequestCost.measure(plain, secure, 1, 2);

      assertThat(plain.requests()).isEqualTo(15);
      assertThat(cost.plain()).isPositive();
      assertThat(cost.resumed()).isPositive();
      assertThat(cost.full()).isPositive();
    }
  }

  @Test
  void resumesASessionUnlessTheClientIsANewOne() throws Exception {
    EndpointPolicy policy = PublicEndpoints.builder().allowLoopbackHttp().build();
    try (TlsTokenEndpoint secure = new TlsTokenEndpoint();
        HttpTokenClient kept = HttpTokenClient.builder(policy).trust(secure.trust()).build()) {
      BenchmarkedClient client = BenchmarkedClient.withSecret(policy, secure.uri());
      for (int i = 0; i < 5; i++) {
        client.fetch(kept);
      }
      assertThat(secure.sessions()).isOne();

      TokenRequestCost.fetchAnew(client, policy, secure.trust());

      assertThat(secure.sessions()).isEqualTo(2);
    }
  }
}
