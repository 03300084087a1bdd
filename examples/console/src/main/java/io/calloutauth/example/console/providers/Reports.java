package io.calloutauth.example.console.providers;

import io.calloutauth.DiscoveryReport;
import io.calloutauth.InvalidSettingsException;
import io.calloutauth.RevocationReport;
import io.calloutauth.TestReport;
import io.calloutauth.example.console.Outcome;
import io.calloutauth.example.console.Outcome.Step;
import io.calloutauth.oauth.ServerMetadata.Offer;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells administrators what the library reports, step by step. */
final class Reports {

  static final String NEXT = "Obtain or test a token to see whether it works.";

  private Reports() {}

  static Outcome tried(TestReport report) {
    String title =
        report.passed()
            ? "It works. Nothing has been stored yet."
            : "It was not shown to work. Nothing has been stored.";
    return of(report, title);
  }

  static Outcome tested(TestReport report) {
    return of(report, report.passed() ? "The token passed its test." : "The test did not pass.");
  }

  private static Outcome of(TestReport report, String title) {
    List<Step> steps =
        report.steps().stream()
            .map(step -> new Step(step.passed(), !step.conclusive(), step.text()))
            .toList();
    return (report.passed()
            ? Outcome.good(title)
            : Outcome.bad(title).under(report.correlationId()))
        .with(steps);
  }

  static Outcome discovered(DiscoveryReport report) {
    List<Step> steps = new ArrayList<>();
    report.filled().forEach((field, value) -> steps.add(filled(field, value)));
    report.problems().forEach(problem -> steps.add(step(problem)));
    report
        .untrustedOffers()
        .forEach((offer, values) -> steps.add(new Step(true, words(offer, values))));
    report
        .untrustedIssuer()
        .ifPresent(issuer -> steps.add(new Step(false, "The server calls itself " + issuer)));
    return (report.found()
            ? Outcome.good(report.text() + ".")
            : Outcome.bad(report.text() + ".").under(report.correlationId()))
        .with(steps);
  }

  private static Step filled(ProviderField field, String value) {
    return new Step(true, FormField.label(field) + ": " + value);
  }

  private static String words(Offer offer, List<String> values) {
    String what =
        switch (offer) {
          case GRANT_TYPES -> "Grant types";
          case CLIENT_AUTHENTICATIONS -> "Client authentications";
          case REVOCATION_AUTHENTICATIONS -> "Client authentications for revocation";
          case SIGNING_ALGORITHMS -> "Algorithms for signed assertions";
          case CODE_CHALLENGE_METHODS -> "Methods of code challenges";
          case SCOPES -> "Scope";
        };
    return what + " that the server offers: " + String.join(" ", values);
  }

  static Outcome notTried(InvalidSettingsException reason) {
    return Outcome.bad("Nothing was sent: the form needs corrections first.")
        .with(reason.problems().stream().map(Reports::step).toList());
  }

  private static Step step(FieldProblem problem) {
    String sentence = problem.toString();
    return new Step(
        false, sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1));
  }

  static Outcome revoked(RevocationReport report) {
    Step here = new Step(true, "The token is dropped here; the next callout obtains another");
    Outcome outcome = revoked(report, here);
    List<Step> steps = new ArrayList<>(outcome.steps());
    report.sharing().forEach(other -> steps.add(sharing(other)));
    return outcome.with(steps);
  }

  private static Step sharing(Provider other) {
    return new Step(
        false,
        other.name()
            + " uses the same client: if the server gives it one token only, that is gone too");
  }

  private static Outcome revoked(RevocationReport report, Step here) {
    String status = report.status() == 0 ? "" : " (HTTP " + report.status() + ")";
    return switch (report.outcome()) {
      case NO_TOKEN -> Outcome.good("There was no token to revoke.");
      case REVOKED ->
          Outcome.good("The token is revoked.")
              .with(List.of(here, new Step(true, "The server took it back" + status)));
      case ALREADY_INVALID ->
          Outcome.good("The token is revoked.")
              .with(List.of(here, new Step(true, "The server had ended it before" + status)));
      case NOT_SUPPORTED -> stays(here, "The server cannot revoke access tokens" + status);
      case REFUSED -> stays(here, "The server refused to revoke it" + status);
      case NOT_TOLD -> stays(here, "The server could not be told; that is tried again" + status);
    };
  }

  private static Outcome stays(Step here, String reason) {
    return Outcome.bad("The token is dropped here, but stays good at the server until it expires.")
        .with(List.of(here, new Step(false, reason)));
  }
}
