package io.calloutauth;

import io.calloutauth.provider.ProviderId;

/** Thrown when a provider is disabled: its callouts fail closed until somebody enables it. */
public final class ProviderDisabledException extends CalloutAuthException {

  private final ProviderId id;

  ProviderDisabledException(NamedProvider provider) {
    super("The provider " + provider + " is disabled", Retry.NEVER);
    this.id = provider.id();
  }

  /** Returns the provider. */
  public ProviderId id() {
    return id;
  }
}
