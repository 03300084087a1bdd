package io.calloutauth;

/** Thrown when a sealed client secret does not open. */
public final class SealedValueException extends CalloutAuthException {

  private final ProviderId id;
  private final String keyId;

  SealedValueException(ProviderId id, String keyId, boolean keyMissing) {
    super(
        "The client secret of the provider "
            + id
            + (keyMissing
                ? " was sealed with the key '" + keyId + "', which is not among the sealing keys"
                : " does not open: it was changed or moved in the store, or its endpoints were. Set it again"),
        Retry.NEVER);
    this.id = id;
    this.keyId = keyId;
  }

  /** Returns the provider. */
  public ProviderId id() {
    return id;
  }

  /** Returns the id of the key that the value names; empty when it could not be read. */
  public String keyId() {
    return keyId;
  }
}
