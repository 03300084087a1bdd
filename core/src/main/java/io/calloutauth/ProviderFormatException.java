package io.calloutauth;

import io.calloutauth.provider.ProviderId;

/**
 * Thrown when a provider's row must not be changed by this version: a later version of this library
 * wrote it, or what the store holds of it is broken. Nothing was saved. The message says what to
 * do.
 */
public final class ProviderFormatException extends CalloutAuthException {

  private final ProviderId id;

  ProviderFormatException(NamedProvider provider, String objection) {
    super("The provider " + provider + " cannot be changed: " + objection, Retry.NEVER);
    this.id = provider.id();
  }

  /** Returns the provider. */
  public ProviderId id() {
    return id;
  }
}
