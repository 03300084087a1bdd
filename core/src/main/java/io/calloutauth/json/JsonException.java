package io.calloutauth.json;

/**
 * A text that is not the JSON that is read here. Carries nothing of the text, and no stack trace.
 */
public final class JsonException extends Exception {

  /** What is wrong with a text. */
  public enum Problem {
    /** It is not JSON (RFC 8259), or not one object. */
    MALFORMED,
    /** It ends before the object is complete. */
    ENDS_EARLY,
    /** A member is there twice in one object. */
    DUPLICATE_MEMBER,
    /** Objects and arrays are nested too deep. */
    TOO_DEEP,
    /** There are too many members and elements. */
    TOO_MANY_MEMBERS
  }

  private final Problem problem;

  JsonException(Problem problem) {
    super(problem.name(), null, false, false);
    this.problem = problem;
  }

  /** Returns what is wrong. */
  public Problem problem() {
    return problem;
  }
}
