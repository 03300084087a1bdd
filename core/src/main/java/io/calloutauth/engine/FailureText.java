package io.calloutauth.engine;

import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;

/**
 * Writes a failure as the text that a store keeps, and reads it back: class, error, status and
 * code, and each after a tab the hint and the correlation id; no server's words.
 */
final class FailureText {

  private static final int FIELDS = 4;

  /** No code and no hint holds one. */
  private static final String TAB = "\t";

  private FailureText() {}

  static String write(TokenFailure failure) {
    return failure.failureClass()
        + " "
        + failure.error()
        + " "
        + failure.status()
        + " "
        + failure.code().orElse("-")
        + TAB
        + failure.hint().orElse("")
        + TAB
        + failure.correlationId();
  }

  /**
   * Reads a failure; what a newer version wrote and this one does not know is permanent and
   * unexpected.
   */
  static TokenFailure read(String text) {
    try {
      String[] parts = text.split(TAB, 3);
      String[] fields = parts[0].split(" ", FIELDS);
      return TokenFailure.builder(FailureClass.valueOf(fields[0]), TokenError.valueOf(fields[1]))
          .status(Integer.parseInt(fields[2]))
          .code(fields[3].equals("-") ? null : fields[3])
          .hint(parts.length > 1 && !parts[1].isEmpty() ? parts[1] : null)
          .correlationId(parts.length > 2 ? parts[2] : "")
          .build();
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException unknown) {
      return TokenFailure.builder(FailureClass.PERMANENT, TokenError.UNEXPECTED_STATUS).build();
    }
  }
}
