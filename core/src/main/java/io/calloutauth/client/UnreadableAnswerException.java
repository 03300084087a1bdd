package io.calloutauth.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer that cannot be read. Carries no text of the answer, and no stack trace. */
final class UnreadableAnswerException extends Exception {

  private final TokenError error;
  private final @Nullable String hint;

  UnreadableAnswerException(TokenError error) {
    this(error, null);
  }

  /**
   * Makes an exception.
   *
   * @param hint a {@linkplain TokenFailure#hint hint}, or null for none
   */
  UnreadableAnswerException(TokenError error, @Nullable String hint) {
    super(error.name(), null, false, false);
    this.error = error;
    this.hint = hint;
  }

  /** Returns what is wrong with it. */
  TokenError error() {
    return error;
  }

  /** Returns what helps to mend it; empty when nothing is known. */
  Optional<String> hint() {
    return Optional.ofNullable(hint);
  }
}
