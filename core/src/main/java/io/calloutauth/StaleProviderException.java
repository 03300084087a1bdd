package io.calloutauth;

import io.calloutauth.provider.ProviderId;

/**
 * Thrown when a provider was changed by somebody else since it was read. Nothing was saved: read it
 * again and start over.
 */
public final class StaleProviderException extends CalloutAuthException {

  private final ProviderId id;
  private final long readVersion;

  StaleProviderException(NamedProvider provider, long readVersion) {
    super(
        "The provider " + provider + " was changed since version " + readVersion + " was read",
        Retry.NEVER);
    this.id = provider.id();
    this.readVersion = readVersion;
  }

  /** Returns the provider. */
  public ProviderId id() {
    return id;
  }

  /** Returns the version that the refused change was based on. */
  public long readVersion() {
    return readVersion;
  }
}
