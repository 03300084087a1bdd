package io.calloutauth;

import io.calloutauth.client.Secret;
import io.calloutauth.engine.StoredSettings;
import io.calloutauth.engine.Vault;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.Sealed;
import java.util.Map;

/** Puts providers' client secrets under seal, and takes them out again. Thread-safe. */
final class SecretDrawer {

  private final Vault vault;

  SecretDrawer(Vault vault) {
    this.vault = vault;
  }

  Map<String, Sealed> sealed(ProviderKey key, StoredSettings settings, Secret secret) {
    return Map.of(Vault.CLIENT_SECRET, vault.sealSecret(key, settings.destinations(), secret));
  }

  /**
   * Returns the sealed values after a change: new ones, the old ones, or the old ones sealed to
   * where they may go now.
   */
  Map<String, Sealed> changed(ProviderChange change) {
    ProviderRow before = change.before();
    Secret typed = change.now().clientSecret();
    if (typed != null) {
      return sealed(before.key(), change.settingsNow(), typed);
    }
    return change.movesSecret()
        ? sealed(before.key(), change.settingsNow(), open(before, change.settingsBefore()))
        : before.content().secrets();
  }

  /**
   * Opens a provider's client secret.
   *
   * @throws SealedValueException when it does not open
   */
  Secret open(ProviderRow row, StoredSettings settings) {
    ProviderId id = new ProviderId(row.key().id());
    Sealed sealed = row.content().secrets().get(Vault.CLIENT_SECRET);
    if (sealed == null) {
      throw new SealedValueException(id, "", false);
    }
    Opened opened = vault.openSecret(row.key(), settings.destinations(), sealed);
    if (opened.plainText() == null) {
      boolean missing = opened.refusal() == Opened.Refusal.KEY_MISSING;
      throw new SealedValueException(id, opened.keyId(), missing);
    }
    return Secret.of(opened.plainText());
  }
}
