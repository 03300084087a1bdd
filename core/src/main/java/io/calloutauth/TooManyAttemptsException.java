package io.calloutauth;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when an operation on a provider is asked for too often; {@link #retryAfter()} says when it
 * may be asked again.
 */
public final class TooManyAttemptsException extends CalloutAuthException {

  private final @Nullable ProviderId id;

  TooManyAttemptsException(@Nullable ProviderId id, Duration wait) {
    super(
        id == null
            ? "Tests were asked for too often"
            : "This was asked of the provider " + id + " too often",
        Retry.after(wait));
    this.id = id;
  }

  /** Returns the provider; empty when what was tested is not stored. */
  public Optional<ProviderId> id() {
    return Optional.ofNullable(id);
  }
}
