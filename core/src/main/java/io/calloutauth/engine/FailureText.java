package io.calloutauth.engine;

import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.store.StoredFailure;
import org.jspecify.annotations.Nullable;

/**
 * Writes a failure as the text that a store keeps, and reads it back: class, error, status and
 * code, and each after a tab the hint, the correlation id and the version of the credential; no
 * server's words.
 */
final class FailureText {

  private static final int FIELDS = 4;

  /** No code and no hint holds one. */
  private static final String TAB = "\t";

  private FailureText() {}

  /** Writes a failure of a request with a version of the client's credential. */
  static String write(TokenFailure failure, String credential) {
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
        + failure.correlationId()
        + TAB
        + credential;
  }

  /**
   * Reads a row's failure; null when an edit since then lifts it, since epoch or credential are
   * others by now. No edit lifts throttling.
   *
   * @param credential the version of the credential; empty when it is not known, and lifts nothing
   */
  static @Nullable TokenFailure unlifted(StoredFailure stored, long epoch, String credential) {
    TokenFailure failure = read(stored.failure());
    String shown = credential(stored.failure());
    boolean replaced = !shown.isEmpty() && !credential.isEmpty() && !shown.equals(credential);
    boolean edited = stored.epoch() != epoch || replaced;
    return edited && failure.failureClass() != FailureClass.THROTTLED ? null : failure;
  }

  private static String credential(String text) {
    String[] parts = parts(text);
    return parts.length > 3 ? parts[3] : "";
  }

  private static String[] parts(String text) {
    return text.split(TAB, 4);
  }

  /**
   * Reads a failure; what a newer version wrote and this one does not know is permanent and
   * unexpected.
   */
  static TokenFailure read(String text) {
    try {
      String[] parts = parts(text);
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
