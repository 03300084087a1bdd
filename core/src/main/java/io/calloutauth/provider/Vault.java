package io.calloutauth.provider;

import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.seal.Opened;
import io.calloutauth.seal.SealContext;
import io.calloutauth.seal.SealedText;
import io.calloutauth.seal.SecretCipher;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Sealed;
import java.util.List;

/**
 * Seals what goes to the store and opens what comes back: each value under its name, for its
 * provider. Thread-safe; blocks as the cipher does.
 */
public final class Vault {

  /** The name of the client secret. */
  public static final String CLIENT_SECRET = SecretName.CLIENT_SECRET;

  private final SecretCipher cipher;

  /** Makes a vault over a cipher. */
  public Vault(SecretCipher cipher) {
    this.cipher = cipher;
  }

  /**
   * Seals a value of a provider under its name.
   *
   * @param context what it is sealed to: for a secret {@link StoredSettings#secretContext()}
   */
  public Sealed seal(ProviderKey key, String name, String context, Secret value) {
    SealedText text =
        cipher.seal(new SealContext(key.tenant(), key.id(), name, context), value.reveal());
    return Sealed.of(text.keyId(), text.text());
  }

  /** Opens a value of a provider that was sealed under a name, and to a context. */
  public Opened open(ProviderKey key, String name, String context, Sealed sealed) {
    return cipher.open(new SealContext(key.tenant(), key.id(), name, context), sealed.text());
  }

  /** Returns the ids of the keys that can open values, the one that seals first. */
  public List<String> keyIds() {
    return cipher.keyIds();
  }
}
