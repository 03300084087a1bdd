package io.calloutauth;

import io.calloutauth.provider.ProviderEditor.UnopenedSecret;
import io.calloutauth.provider.ProviderId;

/** Thrown when a sealed client secret does not open. */
public final class SealedValueException extends CalloutAuthException {

  private final ProviderId id;
  private final String keyId;
  private final boolean keyMissing;

  SealedValueException(NamedProvider provider, String keyId, boolean keyMissing) {
    super(
        "The client secret of the provider "
            + provider
            + (keyMissing
                ? " was sealed with the key '" + keyId + "', which is not among the sealing keys"
                : " does not open: it was changed, moved or put back in the store, or its endpoints"
                    + " were changed. Set it again"),
        Retry.NEVER);
    this.id = provider.id();
    this.keyId = keyId;
    this.keyMissing = keyMissing;
  }

  static SealedValueException of(UnopenedSecret unopened) {
    return new SealedValueException(
        new NamedProvider(unopened.providerId(), ""), unopened.keyId(), unopened.keyMissing());
  }

  /** Returns the provider. */
  public ProviderId id() {
    return id;
  }

  /** Returns the id of the key that the value names; empty when it could not be read. */
  public String keyId() {
    return keyId;
  }

  /**
   * Returns whether that key is not among the sealing keys: with it, the value may open. Else the
   * secret has to be set again.
   */
  public boolean keyMissing() {
    return keyMissing;
  }
}
