package io.calloutauth;

import io.calloutauth.provider.ProviderId;

/**
 * Thrown when the tenant has no such provider: it never had, it was deleted, or it is another
 * tenant's.
 */
public final class ProviderNotFoundException extends CalloutAuthException {

  private final ProviderId id;

  ProviderNotFoundException(ProviderId id) {
    super("There is no provider with the id " + id, Retry.NEVER);
    this.id = id;
  }

  /** Returns the id that was asked for. */
  public ProviderId id() {
    return id;
  }
}
