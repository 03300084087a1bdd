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
