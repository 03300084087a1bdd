package io.calloutauth;

import io.calloutauth.engine.TokenOutcome.SecretUnopened;
import io.calloutauth.provider.ProviderEditor.UnopenedSecret;
import io.calloutauth.provider.ProviderId;

/** Thrown when a sealed client secret, private key, or value that is sent does not open. */
public final class SealedValueException extends CalloutAuthException {

  private final ProviderId id;
  private final String keyId;
  private final boolean keyMissing;

  /** Tells of what a token request met. */
  SealedValueException(NamedProvider provider, SecretUnopened unopened) {
    super(
        message(provider, unopened.keyId(), unopened.keyMissing()),
        Retry.NEVER,
        unopened.failure());
    this.id = provider.id();
    this.keyId = unopened.keyId();
    this.keyMissing = unopened.keyMissing();
  }

  /** Tells of what an edit met: there was no token request, and so no line in the log. */
  SealedValueException(NamedProvider provider, String keyId, boolean keyMissing) {
    super(message(provider, keyId, keyMissing), Retry.NEVER);
    this.id = provider.id();
    this.keyId = keyId;
    this.keyMissing = keyMissing;
  }

  static SealedValueException of(UnopenedSecret unopened) {
    return new SealedValueException(
        new NamedProvider(unopened.providerId(), ""), unopened.keyId(), unopened.keyMissing());
  }

  private static String message(NamedProvider provider, String keyId, boolean keyMissing) {
    return "A secret of the provider "
        + provider
        + (keyMissing
            ? " was sealed with the key '" + keyId + "', which is not among the sealing keys"
            : " does not open: it was changed, lost, moved or put back in the store, or its"
                + " endpoints were changed. Set it again");
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
