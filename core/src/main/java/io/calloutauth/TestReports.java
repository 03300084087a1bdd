package io.calloutauth;

import io.calloutauth.TestReport.Step;
import io.calloutauth.TestReport.Subject;
import io.calloutauth.engine.CommandOutcome.TestOutcome;
import io.calloutauth.engine.TokenOutcome;
import io.calloutauth.json.PlainMap;
import io.calloutauth.oauth.Advice;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantDetails;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TestEndpointResult;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what a test found into words. */
final class TestReports {

  private static final Logger LOG = LoggerFactory.getLogger(TestReports.class);

  private static final String ENDED_OTHERS =
      "; the server lets one live at a time: those that it issued to this client before have ended";

  private TestReports() {}

  /**
   * Returns the report for the tenant, and logs every detail for the operator under its id.
   *
   * @param subject what was tested, for the log
   */
  static TestReport of(String subject, TestOutcome tested, Scope asked) {
    TestReport report = new TestReport(UUID.randomUUID().toString(), steps(tested, asked));
    if (report.passed()) {
      LOG.debug("Test {} of {}: passed", report.correlationId(), subject);
    } else {
      LOG.warn(
          "Test {} of {}: {}, {}, test endpoint {}",
          report.correlationId(),
          subject,
          token(tested.obstacle()),
          tested.introspection(),
          tested.endpoint());
    }
    return report;
  }

  private static String token(@Nullable TokenOutcome obstacle) {
    if (obstacle instanceof TokenOutcome.Failed failed) {
      String detail = failed.failure().operatorDetail();
      return failed.failure() + (detail.isEmpty() ? "" : " [" + detail + "]");
    }
    return obstacle == null ? "a token" : "no token";
  }

  /** Returns the report of a check that was not made, for the sake of the token that is in use. */
  static TestReport leftOut() {
    return leftOut(
        false,
        "No token was asked for: the server lets one live at a time, and a new one would end"
            + " the one that callouts use; revoke that first, or save the settings and test",
        "single_token_in_use");
  }

  /** Returns the report of a check that was not made, for want of a key that any server knows. */
  static TestReport withoutKey() {
    return leftOut(
        true,
        "No token was asked for: the key to sign with is made when the settings are saved;"
            + " register it at the server then, and test",
        "key_not_made_yet");
  }

  /** Returns the report of a check that was not made, for the sake of the refresh token. */
  static TestReport withRefreshToken() {
    return leftOut(
        true,
        "No token was asked for: that could use the refresh token up, and a check stores nothing;"
            + " save the settings and test",
        "refresh_token_kept");
  }

  private static TestReport leftOut(boolean passed, String words, String code) {
    return new TestReport(
        UUID.randomUUID().toString(), List.of(new Step(Subject.TOKEN, passed, words, code)));
  }

  /** Returns a report that warns of what became of tokens that were issued before. */
  static TestReport endingOthers(TestReport report) {
    List<Step> steps =
        report.steps().stream()
            .map(
                step ->
                    step.subject() == Subject.TOKEN && step.passed()
                        ? new Step(Subject.TOKEN, true, step.text() + ENDED_OTHERS, "issued_alone")
                            .with("warnings", warnings(step))
                        : step)
            .toList();
    return new TestReport(report.correlationId(), steps);
  }

  /** Returns a report that says that the client secret begins or ends with a blank. */
  static TestReport blankEnd(TestReport report) {
    List<Step> steps = new ArrayList<>();
    steps.add(
        new Step(
            Subject.CLIENT_SECRET,
            false,
            "The client secret begins or ends with a blank: type it again without, unless the"
                + " server gave it so",
            "blank_end"));
    steps.addAll(report.steps());
    return new TestReport(report.correlationId(), steps);
  }

  private static List<Step> steps(TestOutcome tested, Scope asked) {
    List<Step> steps = new ArrayList<>();
    if (tested.obstacle() != null) {
      return List.of(obstacle(tested.obstacle(), tested.worksWith()));
    }
    if (tested.grant() != null) {
      steps.add(token(tested.grant()));
      steps.add(scope(tested.grant(), asked));
    }
    if (tested.introspection() != null) {
      steps.add(
          new IntrospectionStep(tested.introspection(), tested.grant(), tested.endpoint()).step());
    }
    if (tested.endpoint() != null) {
      steps.add(endpoint(tested.endpoint(), tested.grant()));
    }
    return steps;
  }

  private static Object warnings(Step issued) {
    return issued.arguments().getOrDefault("warnings", List.of());
  }

  private static Step obstacle(TokenOutcome obstacle, @Nullable ClientAuthentication worksWith) {
    String words = words(obstacle) + hint(worksWith);
    if (!(obstacle instanceof TokenOutcome.Failed failed)) {
      return new Step(
          Subject.TOKEN,
          false,
          words,
          obstacle == TokenOutcome.Passing.SUPERSEDED ? "being_changed" : "not_asked");
    }
    Step step = new Step(Subject.TOKEN, false, true, words, code(failed), arguments(failed));
    return worksWith == null ? step : step.with("works_with", worksWith.value());
  }

  /** What keeps an endpoint out of reach looks the same: nobody is to map a network by it. */
  private static String code(TokenOutcome.Failed failed) {
    TokenError error = failed.failure().error();
    return Advice.isOfTheNetwork(error) ? "out_of_reach" : code(error);
  }

  private static Map<String, Object> arguments(TokenOutcome.Failed failed) {
    TokenFailure failure = failed.failure();
    return Advice.isOfTheNetwork(failure.error())
        ? Map.of()
        : new PlainMap()
            .put("error", failure.code().orElse(null))
            .put("hint", failure.hint().orElse(null))
            .put("status", failure.status() == 0 ? null : failure.status())
            .build();
  }

  private static String code(Enum<?> found) {
    return found.name().toLowerCase(Locale.ROOT);
  }

  private static String hint(@Nullable ClientAuthentication worksWith) {
    return worksWith == null ? "" : "; works with " + worksWith.value();
  }

  private static String words(TokenOutcome obstacle) {
    if (obstacle == TokenOutcome.Passing.SUPERSEDED) {
      return "The provider is being changed: test it once the change is committed";
    }
    if (!(obstacle instanceof TokenOutcome.Failed failed)) {
      return String.valueOf(OutcomeExceptions.NAMELESS.exception(obstacle).getMessage());
    }
    TokenError error = failed.failure().error();
    return Advice.on(failed.failure())
        + (Advice.isOfTheNetwork(error) ? "" : details(failed.failure()));
  }

  private static String details(TokenFailure failure) {
    boolean said =
        failure.error() == TokenError.REDIRECT_REFUSED // by the advice
            || failure.error() == TokenError.ILLEGAL_TOKEN_CHARS
            || failure.error() == TokenError.MALFORMED_RESPONSE;
    String code = failure.code().map(text -> text + ", ").orElse("");
    String hint = failure.hint().filter(text -> !said).map(text -> text + ", ").orElse("");
    return failure.status() == 0 ? "" : " (" + code + hint + "status " + failure.status() + ")";
  }

  private static Step token(GrantDetails grant) {
    String odd =
        grant.warnings().stream()
            .sorted()
            .map(TokenWarning::text)
            .collect(Collectors.joining("; "));
    String words = "A token was issued" + (odd.isEmpty() ? "" : ": " + odd);
    return new Step(Subject.TOKEN, true, words, "issued")
        .with("warnings", grant.warnings().stream().sorted().map(TestReports::code).toList());
  }

  private static Step scope(GrantDetails grant, Scope asked) {
    List<String> missing = asked.missingIn(grant.scope());
    return missing.isEmpty()
        ? new Step(Subject.SCOPE, true, "All scope that was asked for is granted", "granted")
        : new Step(
                Subject.SCOPE,
                false,
                "Not granted of the scope asked for: " + String.join(" ", missing),
                "not_granted")
            .with("missing", missing);
  }

  private static Step endpoint(TestEndpointResult result, @Nullable GrantDetails grant) {
    boolean accepted = result.outcome() == TestEndpointResult.Outcome.ACCEPTED;
    boolean unheard =
        result.status() == 0 || result.outcome() == TestEndpointResult.Outcome.UNREACHABLE;
    String status = unheard ? "" : " (status " + result.status() + ")";
    String words = words(result, grant) + status;
    return new Step(Subject.TEST_ENDPOINT, accepted, words, code(result.outcome()))
        .withStatus(unheard ? 0 : result.status());
  }

  private static String words(TestEndpointResult result, @Nullable GrantDetails grant) {
    return switch (result.outcome()) {
      case ACCEPTED -> "The test endpoint accepts the token";
      case TOKEN_REFUSED ->
          "The test endpoint refuses the token: check that it trusts this authorization server";
      case INSUFFICIENT_SCOPE ->
          "The token lacks scope for the test endpoint: ask for " + missing(result.scope(), grant);
      case REQUEST_REFUSED -> refusal(result.status());
      case SERVER_FAILED -> "The test endpoint failed: try again later";
      case REDIRECTED ->
          Advice.onRedirect(
              "test endpoint", Objects.requireNonNullElse(result.redirectTarget(), ""), false);
      case UNREACHABLE -> "The test endpoint" + Advice.OUT_OF_REACH;
    };
  }

  /** A server that wants nothing that the token has not got does not say what is missing. */
  private static String missing(Scope wanted, @Nullable GrantDetails grant) {
    List<String> missing = wanted.missingIn(grant == null ? Scope.EMPTY : grant.scope());
    return missing.isEmpty() ? "more" : String.join(" ", missing);
  }

  private static String refusal(int status) {
    return switch (status) {
      case 403 ->
          "The test endpoint denies access: let this client have it there, or, if it does not know"
              + " the token, check that it trusts this authorization server";
      case 404, 405, 410 -> "There is nothing to GET at the test endpoint: check its URL";
      case 408, 421, 425 -> "The test endpoint did not take the request: try again later";
      case 429 -> "The test endpoint got too many requests: try again later";
      default -> "The test endpoint refuses the request: check its URL";
    };
  }
}
