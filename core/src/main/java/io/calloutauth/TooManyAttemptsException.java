package io.calloutauth;

import io.calloutauth.provider.ProviderId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a command is given too often, for its provider or by its tenant, or reaches too many
 * hosts that the tenant's commands have not reached before; {@link #retryAfter()} says when it may
 * be given again.
 */
public final class TooManyAttemptsException extends CalloutAuthException {

  private final @Nullable ProviderId id;

  TooManyAttemptsException(@Nullable NamedProvider provider, Duration wait) {
    super(
        provider == null
            ? "Checks, or the metadata of servers, were asked for too often"
            : "This was asked of the provider " + provider + " too often",
        Retry.after(wait));
    this.id = provider == null ? null : provider.id();
  }

  /** Returns the provider; empty when what was tested is not stored. */
  public Optional<ProviderId> id() {
    return Optional.ofNullable(id);
  }
}
