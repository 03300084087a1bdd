package io.calloutauth;

import io.calloutauth.provider.ProviderId;

/**
 * Thrown when the tenant has no such provider: it never had, it was deleted, or it is another
 * tenant's; also when it is only in the caller's transaction yet, as {@link #uncommitted()} says.
 */
public final class ProviderNotFoundException extends CalloutAuthException {

  private final ProviderId id;
  private final boolean uncommitted;

  ProviderNotFoundException(ProviderId id) {
    super("There is no provider with the id " + id, Retry.NEVER);
    this.id = id;
    this.uncommitted = false;
  }

  private ProviderNotFoundException(ProviderId id, String message) {
    super(message, Retry.SOON);
    this.id = id;
    this.uncommitted = true;
  }

  /** Returns the exception for a provider that the caller's own transaction made. */
  static ProviderNotFoundException uncommitted(ProviderId id) {
    return new ProviderNotFoundException(
        id,
        "The provider "
            + id
            + " is not committed yet: it has tokens once the transaction that makes it is over");
  }

  /** Returns the id that was asked for. */
  public ProviderId id() {
    return id;
  }

  /**
   * Returns whether the caller's transaction sees the provider, and nobody else does: it is not
   * committed yet, and the same call succeeds once it is.
   */
  public boolean uncommitted() {
    return uncommitted;
  }
}
