package io.calloutauth.engine;

import io.calloutauth.client.Secret;
import io.calloutauth.seal.Opened;
import io.calloutauth.seal.SealContext;
import io.calloutauth.seal.SealedText;
import io.calloutauth.seal.SecretCipher;
import io.calloutauth.store.Lease;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Sealed;
import java.util.List;

/**
 * Seals what goes to the store and opens what comes back: each value in its slot of its provider.
 * Thread-safe; blocks as the cipher does.
 */
public final class Vault {

  /** The slot of the client secret. */
  public static final String CLIENT_SECRET = "client_secret";

  private static final String ACCESS_TOKEN = "access_token";

  /** A slot of its own: what waits to be revoked never opens as a token to use. */
  private static final String REVOKED_TOKEN = "revoked_token";

  private final SecretCipher cipher;

  /** Makes a vault over a cipher. */
  public Vault(SecretCipher cipher) {
    this.cipher = cipher;
  }

  /**
   * Seals a secret of a provider in its slot.
   *
   * @param secretContext what it is sealed to: {@link StoredSettings#secretContext()}
   */
  public Sealed sealSecret(ProviderKey key, String slot, String secretContext, Secret secret) {
    return seal(context(key, slot, secretContext), secret);
  }

  /** Opens a secret of a provider out of its slot. */
  public Opened openSecret(ProviderKey key, String slot, String secretContext, Sealed sealed) {
    return cipher.open(context(key, slot, secretContext), sealed.text());
  }

  /** Returns the ids of the keys that can open values, the one that seals first. */
  public List<String> keyIds() {
    return cipher.keyIds();
  }

  /** Seals a token for its row: to its epoch, and to where it may go. */
  Sealed sealToken(OpenedToken token) {
    return seal(tokenContext(token.row()), token.token());
  }

  /**
   * Opens a token for a row.
   *
   * @param lease under which it is stored
   */
  OpenedToken.Reading openToken(ProviderEntry row, Sealed sealed, Lease lease) {
    return OpenedToken.Reading.of(row, cipher.open(tokenContext(row), sealed.text()), lease);
  }

  /** Seals a token that is only to be revoked, and only where it may go by its row. */
  Sealed sealRevoked(OpenedToken token) {
    return seal(revokedContext(token.row()), token.token());
  }

  /** Opens a token that is only to be revoked. */
  OpenedToken.Reading openRevoked(ProviderEntry row, Sealed sealed) {
    return OpenedToken.Reading.of(row, cipher.open(revokedContext(row), sealed.text()), Lease.NONE);
  }

  private Sealed seal(SealContext context, Secret value) {
    SealedText text = cipher.seal(context, value.reveal());
    return Sealed.of(text.keyId(), text.text());
  }

  private static SealContext context(ProviderKey key, String slot, String destinations) {
    return new SealContext(key.tenant(), key.id(), slot, destinations);
  }

  private static SealContext tokenContext(ProviderEntry row) {
    return context(row.key(), ACCESS_TOKEN, row.destinations() + "." + row.epoch());
  }

  /** Without the epoch: a later one that lets tokens go to the same places still tells it. */
  private static SealContext revokedContext(ProviderEntry row) {
    return context(row.key(), REVOKED_TOKEN, row.destinations());
  }
}
