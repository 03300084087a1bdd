package io.calloutauth;

import io.calloutauth.json.PlainMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a test found, step by step: token, scope, introspection, test endpoint. A step that was not
 * reached is not there. Immutable and thread-safe.
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
   * steps}, each with {@code subject}, {@code passed}, {@code conclusive}, {@code text}, {@code
   * code} and {@code arguments}.
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
    /** What the server says of the token; not there where it has no introspection endpoint. */
    INTROSPECTION,
    /** Whether the test endpoint accepts the token. */
    TEST_ENDPOINT
  }

  /**
   * One step.
   *
   * @param subject what it looked at
   * @param passed whether all was well, or may be
   * @param conclusive whether the step says so: an introspection that calls the token inactive does
   *     not, since some servers say so of a good one
   * @param text what was found, and what to change when it did not pass. Of what a server wrote
   *     there is only what its form allows to be nothing else: error codes, scope, the host that a
   *     redirect leads to, a vendor's error number and trace id
   * @param code a short name of what was found, for a host that translates; never changes
   * @param arguments texts, numbers and lists that a translation names, by their names: {@code
   *     status}, {@code missing} (scope), {@code works_with} (a client authentication), {@code
   *     warnings}, {@code error} (the code of RFC 6749 section 5.2) and {@code hint}
   */
  public record Step(
      Subject subject,
      boolean passed,
      boolean conclusive,
      String text,
      String code,
      Map<String, Object> arguments) {

    /** Copies the arguments. */
    public Step {
      arguments = Map.copyOf(arguments);
    }

    /** Makes a step that says whether all was well. */
    Step(Subject subject, boolean passed, String text, String code) {
      this(subject, passed, true, text, code, Map.of());
    }

    Step with(String name, Object value) {
      Map<String, Object> more = new TreeMap<>(arguments);
      more.put(name, value);
      return new Step(subject, passed, conclusive, text, code, more);
    }

    Step withStatus(int status) {
      return status == 0 ? this : with("status", status);
    }

    private Map<String, Object> toMap() {
      return new PlainMap()
          .put("subject", subject.name())
          .put("passed", passed)
          .put("conclusive", conclusive)
          .put("text", text)
          .put("code", code)
          .put("arguments", arguments)
          .build();
    }
  }
}
