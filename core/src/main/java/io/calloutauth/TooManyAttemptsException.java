package io.calloutauth;

import java.time.Duration;

/**
 * Thrown when an operation on a provider is asked for too often; {@link #retryAfter()} says when it
 * may be asked again.
 */
public final class TooManyAttemptsException extends CalloutAuthException {

  private final ProviderId id;

  TooManyAttemptsException(ProviderId id, Duration wait) {
    super("This was asked of the provider " + id + " too often", Retry.after(wait));
    this.id = id;
  }

  /** Returns the provider. */
  public ProviderId id() {
    return id;
  }
}
