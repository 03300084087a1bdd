package io.calloutauth;

import java.io.IOException;

/**
 * Thrown by adapters of HTTP clients, {@code CalloutHttpClient} among them, when a callout was not
 * sent because it could not be authenticated. The reason says why, and whether to try again.
 */
public final class CalloutNotSentException extends IOException {

  private final CalloutAuthException reason;

  /** Makes one for an adapter to throw, with what the {@link CalloutAuthenticator} threw. */
  public CalloutNotSentException(CalloutAuthException reason) {
    super("The callout was not sent: " + reason.getMessage(), reason);
    this.reason = reason;
  }

  /** Returns why the callout was not sent. */
  public CalloutAuthException reason() {
    return reason;
  }
}
