package io.calloutauth;

import io.calloutauth.TestReport.Step;
import io.calloutauth.TestReport.Subject;
import io.calloutauth.client.Scope;
import io.calloutauth.client.TestEndpointResult;
import io.calloutauth.client.TokenFailure;
import io.calloutauth.engine.Grant;
import io.calloutauth.engine.Tested;
import io.calloutauth.engine.TokenOutcome;
import java.util.ArrayList;
import java.util.List;

/** Puts what a test found into words. */
final class TestReports {

  private TestReports() {}

  static TestReport of(Tested tested, Scope asked) {
    List<Step> steps = new ArrayList<>();
    if (tested.obstacle() != null) {
      return new TestReport(List.of(new Step(Subject.TOKEN, false, words(tested.obstacle()))));
    }
    if (tested.grant() != null) {
      steps.add(token(tested.grant()));
      steps.add(scope(tested.grant(), asked));
    }
    if (tested.endpoint() != null) {
      steps.add(endpoint(tested.endpoint()));
    }
    return new TestReport(steps);
  }

  private static String words(TokenOutcome obstacle) {
    return obstacle instanceof TokenOutcome.Failed failed
        ? Advice.on(failed.failure().error()) + details(failed.failure())
        : String.valueOf(Outcomes.exception(obstacle).getMessage());
  }

  private static String details(TokenFailure failure) {
    String code = failure.code().map(text -> text + ", ").orElse("");
    return failure.status() == 0 ? "" : " (" + code + "status " + failure.status() + ")";
  }

  private static Step token(Grant grant) {
    String warnings =
        grant.warnings().isEmpty()
            ? ""
            : ", with warnings: " + String.join(", ", grant.warnings().stream().sorted().toList());
    return new Step(Subject.TOKEN, true, "A token was issued" + warnings);
  }

  private static Step scope(Grant grant, Scope asked) {
    List<String> missing = asked.missingIn(grant.scope());
    return missing.isEmpty()
        ? new Step(Subject.SCOPE, true, "All scope that was asked for is granted")
        : new Step(
            Subject.SCOPE,
            false,
            "Not granted of the scope asked for: " + String.join(" ", missing));
  }

  private static Step endpoint(TestEndpointResult result) {
    boolean accepted = result.outcome() == TestEndpointResult.Outcome.ACCEPTED;
    String status = result.status() == 0 ? "" : " (status " + result.status() + ")";
    return new Step(Subject.TEST_ENDPOINT, accepted, words(result) + status);
  }

  private static String words(TestEndpointResult result) {
    return switch (result.outcome()) {
      case ACCEPTED -> "The test endpoint accepts the token";
      case TOKEN_REFUSED ->
          "The test endpoint refuses the token: check that it trusts this authorization server";
      case INSUFFICIENT_SCOPE -> "The token lacks scope for the test endpoint: ask for more";
      case REQUEST_REFUSED -> refusal(result.status());
      case SERVER_FAILED -> "The test endpoint failed: try again later";
      case REDIRECTED ->
          "The test endpoint redirects, which is not followed: enter the URL it leads to";
      case ENDPOINT_REFUSED -> "The test endpoint does not lead to a public host";
      case UNREACHABLE -> "The test endpoint cannot be reached: check its URL";
    };
  }

  private static String refusal(int status) {
    return switch (status) {
      case 403 ->
          "The test endpoint knows the token and denies access: let this client have it there";
      case 404, 405, 410 -> "There is nothing to GET at the test endpoint: check its URL";
      case 429 -> "The test endpoint got too many requests: try again later";
      default -> "The test endpoint refuses the request: check its URL";
    };
  }
}
