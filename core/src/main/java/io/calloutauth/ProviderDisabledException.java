package io.calloutauth;

import io.calloutauth.provider.ProviderId;

/** Thrown when a provider is disabled: its callouts fail closed until somebody enables it. */
public final class ProviderDisabledException extends CalloutAuthException {

  private final ProviderId id;

  ProviderDisabledException(ProviderId id) {
    super("The provider " + id + " is disabled", Retry.NEVER);
    this.id = id;
  }

  /** Returns the provider. */
  public ProviderId id() {
    return id;
  }
}
