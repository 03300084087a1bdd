package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.example.benchmarks.Run;
import io.calloutauth.example.benchmarks.Scenario;
import io.calloutauth.example.benchmarks.loopback.TlsTokenEndpoint;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.report.Row;
import io.calloutauth.example.benchmarks.report.Section;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.TokenResult;
import java.util.List;
import javax.net.ssl.X509TrustManager;

/**
 * What a token request costs the thread that makes it: over TLS with a session that is resumed, as
 * a node's requests to one server do, with one that is not, and without TLS.
 */
public final class TokenRequestCost implements Scenario {

  private static final int BATCH = 5;
  private static final int WARM_UP = 60;

  /**
   * What was measured, in nanoseconds of CPU.
   *
   * @param plain without TLS
   * @param resumed with a TLS session that is resumed
   * @param full with a new TLS session
   */
  record Cost(double plain, double resumed, double full) {

    private Row row(String title, double nanos) {
      return Row.of(title, Figures.time(nanos), Figures.time(nanos - plain));
    }
  }

  @Override
  public Section run(Run run) throws Exception {
    try (TokenEndpoint plain = new TokenEndpoint();
        TlsTokenEndpoint secure = new TlsTokenEndpoint()) {
      Cost cost = measure(plain, secure, WARM_UP, run.pick(40, 200));
      return new Section(
          "A token request",
          "CPU of the thread that makes it, a connection for each, to a server on loopback with an"
              + " EC certificate (TLS 1.3): the middle of rounds in turns.",
          List.of("", "CPU", "more than without TLS"),
          List.of(
              Row.of("without TLS", Figures.time(cost.plain()), ""),
              cost.row("TLS session resumed", cost.resumed()),
              cost.row("new TLS session", cost.full())),
          List.of(),
          List.of());
    }
  }

  static Cost measure(TokenEndpoint plain, TlsTokenEndpoint secure, int warmUp, int rounds)
      throws Exception {
    EndpointPolicy policy = PublicEndpoints.builder().allowLoopbackHttp().build();
    X509TrustManager trust = secure.trust();
    BenchmarkedClient toPlain = BenchmarkedClient.withSecret(policy, plain.uri());
    BenchmarkedClient toSecure = BenchmarkedClient.withSecret(policy, secure.uri());
    try (HttpTokenClient kept = HttpTokenClient.builder(policy).trust(trust).build()) {
      ThreadCpu without = new ThreadCpu(() -> issued(toPlain.fetch(kept)), BATCH);
      ThreadCpu resumed = new ThreadCpu(() -> issued(toSecure.fetch(kept)), BATCH);
      ThreadCpu full = new ThreadCpu(() -> fetchAnew(toSecure, policy, trust), BATCH);
      ThreadCpu.measure(List.of(without, resumed, full), warmUp, rounds);
      return new Cost(without.typicalNanos(), resumed.typicalNanos(), full.typicalNanos());
    }
  }

  /** Sessions are kept by the client: a new one resumes none. To make it takes microseconds. */
  static void fetchAnew(BenchmarkedClient client, EndpointPolicy policy, X509TrustManager trust) {
    try (HttpTokenClient wire = HttpTokenClient.builder(policy).trust(trust).build()) {
      issued(client.fetch(wire));
    }
  }

  private static void issued(TokenResult result) {
    if (!(result instanceof IssuedToken)) {
      throw new IllegalStateException("no token: " + result);
    }
  }
}
