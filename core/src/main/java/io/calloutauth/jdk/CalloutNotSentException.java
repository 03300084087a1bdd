package io.calloutauth.jdk;

import io.calloutauth.CalloutAuthException;
import java.io.IOException;

/**
 * Thrown by {@link CalloutHttpClient} when a callout was not sent because it could not be
 * authenticated. The cause says why, and whether to try again.
 */
public final class CalloutNotSentException extends IOException {

  private final CalloutAuthException reason;

  public CalloutNotSentException(CalloutAuthException reason) {
    super("The callout was not sent: " + reason.getMessage(), reason);
    this.reason = reason;
  }

  /** Returns why the callout was not sent. */
  public CalloutAuthException reason() {
    return reason;
  }
}
