package io.calloutauth;

import io.calloutauth.client.Secret;
import io.calloutauth.engine.StoredSettings;
import io.calloutauth.engine.Vault;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.Sealed;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts providers' secrets under seal, and takes them out again. Thread-safe. */
final class SecretDrawer {

  private final Vault vault;

  SecretDrawer(Vault vault) {
    this.vault = vault;
  }

  /**
   * Returns the sealed values of a new provider, whose secrets are all typed.
   *
   * @param stored the settings as they are going to be stored
   */
  Map<String, Sealed> sealed(ProviderKey key, JudgedSettings judged, StoredSettings stored) {
    String context = stored.secretContext();
    Map<String, Sealed> sealed = new HashMap<>();
    opened(judged, null)
        .forEach((slot, secret) -> sealed.put(slot, seal(key, slot, context, secret)));
    return sealed;
  }

  /**
   * Returns the sealed values after a change: new ones, the old ones, or the old ones sealed to
   * where they may go now, and to when a secret was set last.
   */
  Map<String, Sealed> changed(ProviderChange change) {
    ProviderRow before = change.before();
    String context = change.settingsNow().secretContext();
    Map<String, Sealed> sealed = new HashMap<>();
    for (String slot : change.now().secrets().slots()) {
      boolean stays = change.now().secrets().typed(slot) == null && !change.resealsSecrets();
      sealed.put(
          slot,
          stays
              ? stored(before, slot)
              : seal(before.key(), slot, context, secret(change.now(), before, slot)));
    }
    return sealed;
  }

  private Sealed seal(ProviderKey key, String slot, String context, Secret secret) {
    return vault.sealSecret(key, slot, context, secret);
  }

  /**
   * Returns the secrets of judged settings by slot, those that are kept out of the row that is
   * edited.
   *
   * @throws SealedValueException when one that is kept does not open
   */
  Map<String, Secret> opened(JudgedSettings judged, @Nullable ProviderRow before) {
    Map<String, Secret> opened = new HashMap<>();
    for (String slot : judged.secrets().slots()) {
      opened.put(slot, secret(judged, before, slot));
    }
    return opened;
  }

  private Secret secret(JudgedSettings judged, @Nullable ProviderRow before, String slot) {
    Secret typed = judged.secrets().typed(slot);
    return typed == null ? open(Objects.requireNonNull(before, "nothing to keep"), slot) : typed;
  }

  private Secret open(ProviderRow row, String slot) {
    String context = StoredSettings.read(row.content().settings()).secretContext();
    Opened opened = vault.openSecret(row.key(), slot, context, stored(row, slot));
    if (opened.plainText() == null) {
      boolean missing = opened.refusal() == Opened.Refusal.KEY_MISSING;
      throw new SealedValueException(new ProviderId(row.key().id()), opened.keyId(), missing);
    }
    return Secret.of(opened.plainText());
  }

  private static Sealed stored(ProviderRow row, String slot) {
    Sealed sealed = row.content().secrets().get(slot);
    if (sealed == null) {
      throw new SealedValueException(new ProviderId(row.key().id()), "", false);
    }
    return sealed;
  }
}
