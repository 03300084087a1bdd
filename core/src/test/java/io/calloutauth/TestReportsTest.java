package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.TestReport.Step;
import io.calloutauth.TestReport.Subject;
import io.calloutauth.engine.CommandOutcome.TestOutcome;
import io.calloutauth.engine.TokenOutcome;
import io.calloutauth.oauth.Advice;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TestEndpointResult;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.testkit.LogCapture;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a tenant is told of an endpoint that is out of reach, and what the operator is. */
class TestReportsTest {

  private static final Scope NOTHING = Scope.EMPTY;

  @Test
  void whateverKeepsAnEndpointOutOfReachLooksTheSameToTheTenantAndNotToTheOperator() {
    Set<String> words = new HashSet<>();
    try (LogCapture log = LogCapture.start()) {
      for (TokenError error : List.of(TokenError.ENDPOINT_REFUSED, TokenError.UNREACHABLE)) {
        TestReport report = TestReports.of("it", tested(error), NOTHING);
        words.add(report.steps().toString());
        assertThat(log.lines())
            .anyMatch(
                l ->
                    l.contains(report.correlationId())
                        && l.contains(error.name())
                        && l.contains("resolving x.example:443: 10.0.0.1 is private"));
        assertThat(report.toString()).doesNotContain("10.0.0.1", "x.example");
      }
    }
    assertThat(words).hasSize(1);
    assertThat(words.toString()).contains("token endpoint cannot be reached");
  }

  private static TestOutcome tested(TokenError error) {
    TokenFailure failure =
        TokenFailure.builder(FailureClass.TRANSIENT, error)
            .operatorDetail("resolving x.example:443: 10.0.0.1 is private")
            .build();
    return new TestOutcome(
        new TokenOutcome.Failed("", failure, Duration.ZERO), null, null, null, null);
  }

  @Test
  void whatHappenedToATestEndpointIsInTheLogUnderTheReportsId() {
    TestEndpointResult result =
        new TestEndpointResult(
            TestEndpointResult.Outcome.UNREACHABLE,
            0,
            Scope.EMPTY,
            null,
            "connecting to x.example:443: Y");
    try (LogCapture log = LogCapture.start()) {
      TestReport report =
          TestReports.of("it", new TestOutcome(null, null, null, null, result), NOTHING);

      assertThat(log.lines())
          .anyMatch(l -> l.contains(report.correlationId()) && l.contains("x.example:443: Y"));
      assertThat(report.toString()).doesNotContain("x.example");
    }
  }

  @Test
  void aTestEndpointOutOfReachLooksTheSameToo() {
    assertThat(
            Stream.of(
                    new TestEndpointResult(TestEndpointResult.Outcome.UNREACHABLE, 0),
                    new TestEndpointResult(TestEndpointResult.Outcome.UNREACHABLE, 200))
                .map(result -> new TestOutcome(null, null, null, null, result))
                .map(tested -> TestReports.of("it", tested, NOTHING).steps()))
        .containsOnly(
            List.of(
                new Step(
                    Subject.TEST_ENDPOINT,
                    false,
                    "The test endpoint" + Advice.OUT_OF_REACH,
                    "unreachable")));
  }
}
