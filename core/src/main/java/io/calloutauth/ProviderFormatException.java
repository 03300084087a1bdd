package io.calloutauth;

import io.calloutauth.provider.ProviderId;

/**
 * Thrown when a provider was written by a later version of this library, in a form that this
 * version must not change. Nothing was saved: edit it where that version runs.
 */
public final class ProviderFormatException extends CalloutAuthException {

  private final ProviderId id;

  ProviderFormatException(NamedProvider provider) {
    super(
        "The provider "
            + provider
            + " was written by a later version of this library, in a form that this version must"
            + " not change",
        Retry.NEVER);
    this.id = provider.id();
  }

  /** Returns the provider. */
  public ProviderId id() {
    return id;
  }
}
