package io.calloutauth.spring.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Failure analyzer: has Spring Boot say which property to change in place of a stack trace. */
final class PropertyFailureAnalyzer extends AbstractFailureAnalyzer<CalloutAuthPropertyException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, CalloutAuthPropertyException cause) {
    return new FailureAnalysis(
        "The configuration property " + cause.property() + " is refused: " + cause.reason(),
        "Change " + cause.property() + " in the application's configuration.",
        cause);
  }
}
