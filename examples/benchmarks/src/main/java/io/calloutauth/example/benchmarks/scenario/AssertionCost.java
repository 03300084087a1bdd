package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.client.BenchmarkedAssertions;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.example.benchmarks.Run;
import io.calloutauth.example.benchmarks.Scenario;
import io.calloutauth.example.benchmarks.report.Budget;
import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.report.Row;
import io.calloutauth.example.benchmarks.report.Section;
import io.calloutauth.keys.SigningKey;
import io.calloutauth.oauth.SigningAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.List;
import java.util.Objects;

/** What a signed assertion costs beside the bare signature. */
public final class AssertionCost implements Scenario {

  private static final double MOST = 1.25;
  private static final int BATCH = 40;

  /**
   * Signing and JSON are compiled late: with 60 an assertion took a third more than the signature.
   */
  private static final int WARM_UP = 400;

  /** An assertion's header and claims are about as long. */
  private static final byte[] INPUT = "x".repeat(330).getBytes(StandardCharsets.US_ASCII);

  /**
   * What was measured, in nanoseconds of CPU.
   *
   * @param signature a signature of the JDK's
   * @param assertion an assertion
   */
  record Cost(double signature, double assertion) {

    double overSignature() {
      return assertion / signature;
    }

    Budget budget() {
      return new Budget(
          "an assertion with ES256, the key being open, against the bare signature",
          "≤ " + Figures.times(MOST),
          "%s (%s)".formatted(Figures.times(overSignature()), Figures.time(assertion)),
          overSignature() <= MOST);
    }
  }

  @Override
  public Section run(Run run) throws Exception {
    Cost cost = measure(BATCH, WARM_UP, run.pick(60, 400));
    return new Section(
        "A signed assertion",
        "CPU of the thread that signs with ES256: the middle of rounds in turns. The key is open,"
            + " and read anew for each assertion.",
        List.of("", "CPU"),
        List.of(
            Row.of("a signature of the JDK's", Figures.time(cost.signature())),
            Row.of("an assertion", Figures.time(cost.assertion()))),
        List.of(cost.budget()),
        List.of());
  }

  static Cost measure(int batch, int warmUp, int rounds) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    BenchmarkedAssertions assertions =
        new BenchmarkedAssertions(endpoint(), SigningKey.generate(SigningAlgorithm.ES256));
    ThreadCpu signature = new ThreadCpu(() -> sign(pair), batch);
    ThreadCpu assertion = new ThreadCpu(assertions::sign, batch);
    ThreadCpu.measure(List.of(signature, assertion), warmUp, rounds);
    return new Cost(signature.typicalNanos(), assertion.typicalNanos());
  }

  private static Endpoint endpoint() {
    return Objects.requireNonNull(
        PublicEndpoints.builder()
            .build()
            .check("default", "https://login.example.com/token")
            .endpoint(),
        "refused");
  }

  private static void sign(KeyPair pair) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(pair.getPrivate());
    signature.update(INPUT);
    if (signature.sign().length != 64) {
      throw new IllegalStateException("not signed");
    }
  }
}
