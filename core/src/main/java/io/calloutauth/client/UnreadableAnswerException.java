package io.calloutauth.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer that cannot be read. Carries no text of the answer, and no stack trace. */
final class UnreadableAnswerException extends Exception {

  private final TokenError error;
  private final @Nullable String hint;
  private final FailureClass failureClass;

  UnreadableAnswerException(TokenError error) {
    this(error, null);
  }

  UnreadableAnswerException(ResponseFlaw flaw) {
    this(TokenError.MALFORMED_RESPONSE, flaw.text(), flaw.failureClass());
  }

  /** Returns what a response is whose JSON is not to be read. */
  static UnreadableAnswerException of(JsonException json) {
    return switch (json.problem()) {
      case MALFORMED -> new UnreadableAnswerException(TokenError.MALFORMED_RESPONSE);
      case ENDS_EARLY -> new UnreadableAnswerException(ResponseFlaw.ENDS_EARLY);
      case DUPLICATE_MEMBER -> new UnreadableAnswerException(TokenError.DUPLICATE_PARAMETER);
      case TOO_DEEP -> new UnreadableAnswerException(TokenError.JSON_TOO_DEEP);
      case TOO_MANY_MEMBERS -> new UnreadableAnswerException(ResponseFlaw.TOO_MANY_MEMBERS);
    };
  }

  /**
   * Makes an exception.
   *
   * @param hint a {@linkplain TokenFailure#hint hint}, or null for none
   */
  UnreadableAnswerException(TokenError error, @Nullable String hint) {
    this(error, hint, FailureClass.PERMANENT);
  }

  private UnreadableAnswerException(
      TokenError error, @Nullable String hint, FailureClass failureClass) {
    super(error.name(), null, false, false);
    this.error = error;
    this.hint = hint;
    this.failureClass = failureClass;
  }

  /** Returns what is wrong with it. */
  TokenError error() {
    return error;
  }

  /** Returns whether the same request may bring a response that can be read. */
  FailureClass failureClass() {
    return failureClass;
  }

  /** Returns what helps to mend it; empty when nothing is known. */
  Optional<String> hint() {
    return Optional.ofNullable(hint);
  }
}
