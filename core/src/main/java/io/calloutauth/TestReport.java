package io.calloutauth;

import java.util.List;
import java.util.Map;

/**
 * What a test found, step by step: token, scope, test endpoint. A step that was not reached is not
 * there. Immutable and thread-safe.
 *
 * <p>It is made for a tenant's administrator: what would tell one network from another is in the
 * operator's log only.
 *
 * @param correlationId what the operator finds the details by in the log
 * @param steps the steps in the order they were made
 */
public record TestReport(String correlationId, List<Step> steps) {

  /** Copies the list. */
  public TestReport {
    steps = List.copyOf(steps);
  }

  /** Returns whether every step that was made passed. */
  public boolean passed() {
    return steps.stream().allMatch(Step::passed);
  }

  /**
   * Returns this report for a host's JSON: {@code correlation_id}, {@code passed}, and {@code
   * steps}, each with {@code subject}, {@code passed} and {@code text}.
   */
  public Map<String, Object> toMap() {
    return Map.of(
        "correlation_id", correlationId,
        "passed", passed(),
        "steps", steps.stream().map(Step::toMap).toList());
  }

  /** What a step looks at. */
  public enum Subject {
    /** Whether the client secret is what was meant to be typed; not there where nothing is odd. */
    CLIENT_SECRET,
    /** Whether a token is to be had. */
    TOKEN,
    /** Whether the scope granted is the scope asked for. */
    SCOPE,
    /** Whether the test endpoint accepts the token. */
    TEST_ENDPOINT
  }

  /**
   * One step.
   *
   * @param subject what it looked at
   * @param passed whether all was well
   * @param text what was found, and what to change when it did not pass. Of what a server wrote
   *     there is only what its form allows to be nothing else: error codes, scope, the host that a
   *     redirect leads to, a vendor's error number and trace id
   */
  public record Step(Subject subject, boolean passed, String text) {

    private Map<String, Object> toMap() {
      return Map.of("subject", subject.name(), "passed", passed, "text", text);
    }
  }
}
