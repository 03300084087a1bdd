package io.calloutauth.provider;

import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.SecretResult.Unopened;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.Sealed;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts providers' secrets under seal, and takes them out again. Thread-safe. */
public final class ProviderSecrets {

  private final Vault vault;

  public ProviderSecrets(Vault vault) {
    this.vault = vault;
  }

  /**
   * Returns the sealed values of a new provider, whose secrets are all typed.
   *
   * @param stored the settings as they are going to be stored
   */
  public Map<String, Sealed> seal(ProviderKey key, ValidSettings judged, StoredSettings stored) {
    String context = stored.secretContext();
    Map<String, Sealed> sealed = new HashMap<>();
    for (String slot : judged.secrets().slots()) {
      sealed.put(slot, vault.seal(key, slot, context, typed(judged, slot)));
    }
    return sealed;
  }

  private static Secret typed(ValidSettings judged, String slot) {
    return Objects.requireNonNull(judged.secrets().typed(slot), "nothing to keep");
  }

  /**
   * Returns the sealed values after a change: new ones, the old ones, or the old ones sealed to
   * where they may go now, and to when a secret was set last.
   */
  public SecretResult<Map<String, Sealed>> reseal(ProviderChange change) {
    ProviderRow before = change.before();
    String context = change.settingsNow().secretContext();
    return each(
        change.now(),
        slot ->
            change.now().secrets().typed(slot) == null && !change.resealsSecrets()
                ? stored(before, slot)
                : secret(change.now(), before, slot)
                    .map(secret -> vault.seal(before.key(), slot, context, secret)));
  }

  /**
   * Returns the secrets of judged settings by slot, those that are kept out of the row that is
   * edited.
   *
   * @param before the row that is edited; null when all are typed
   */
  public SecretResult<Map<String, Secret>> open(
      ValidSettings judged, @Nullable ProviderRow before) {
    return each(judged, slot -> secret(judged, before, slot));
  }

  private static <T> SecretResult<Map<String, T>> each(
      ValidSettings judged, Function<String, SecretResult<T>> secrets) {
    Map<String, T> bySlot = new HashMap<>();
    for (String slot : judged.secrets().slots()) {
      Unopened unopened = secrets.apply(slot).read(value -> bySlot.put(slot, value));
      if (unopened != null) {
        return SecretResult.unopened(unopened);
      }
    }
    return SecretResult.of(bySlot);
  }

  private SecretResult<Secret> secret(
      ValidSettings judged, @Nullable ProviderRow before, String slot) {
    Secret typed = judged.secrets().typed(slot);
    return typed == null
        ? open(Objects.requireNonNull(before, "nothing to keep"), slot)
        : SecretResult.of(typed);
  }

  private SecretResult<Secret> open(ProviderRow row, String slot) {
    String context = StoredSettings.read(row.content().settings()).secretContext();
    return stored(row, slot).flatMap(kept -> open(row, slot, context, kept));
  }

  private SecretResult<Secret> open(ProviderRow row, String slot, String context, Sealed sealed) {
    Opened opened = vault.open(row.key(), slot, context, sealed);
    return opened.plainText() == null
        ? unopened(row, opened.keyId(), opened.refusal() == Opened.Refusal.KEY_MISSING)
        : SecretResult.of(Secret.of(opened.plainText()));
  }

  private static SecretResult<Sealed> stored(ProviderRow row, String slot) {
    Sealed sealed = row.content().secrets().get(slot);
    return sealed == null ? unopened(row, "", false) : SecretResult.of(sealed);
  }

  private static <T> SecretResult<T> unopened(ProviderRow row, String keyId, boolean keyMissing) {
    return SecretResult.unopened(new Unopened(new ProviderId(row.key().id()), keyId, keyMissing));
  }
}
