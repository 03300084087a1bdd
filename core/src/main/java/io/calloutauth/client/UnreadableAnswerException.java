package io.calloutauth.client;

/** An answer that cannot be read. Carries no text of the answer, and no stack trace. */
final class UnreadableAnswerException extends Exception {

  private final TokenError error;

  UnreadableAnswerException(TokenError error) {
    super(error.name(), null, false, false);
    this.error = error;
  }

  /** Returns what is wrong with it. */
  TokenError error() {
    return error;
  }
}
