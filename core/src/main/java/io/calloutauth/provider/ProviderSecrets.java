package io.calloutauth.provider;

import io.calloutauth.keys.ClientCertificate;
import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.keys.PublishedCertificate;
import io.calloutauth.keys.PublishedKey;
import io.calloutauth.keys.SigningKey;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.provider.ProviderEditor.UnopenedSecret;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.Sealed;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts the secrets of a tenant's providers under seal, and takes them out again. Thread-safe. */
final class ProviderSecrets {

  private final Vault vault;
  private final String tenant;

  ProviderSecrets(Vault vault, String tenant) {
    this.vault = vault;
    this.tenant = tenant;
  }

  String tenant() {
    return tenant;
  }

  /**
   * Returns the sealed values of a new provider, whose secrets are all typed.
   *
   * @param stored the settings as they are going to be stored
   */
  Map<String, Sealed> seal(ProviderKey key, ValidSecrets secrets, StoredSettings stored) {
    String context = stored.secretContext();
    Map<String, Sealed> sealed = new HashMap<>();
    for (String name : secrets.names()) {
      Secret typed = Objects.requireNonNull(secrets.typed(name), "nothing to keep");
      sealed.put(name, vault.seal(key, name, context, typed));
    }
    return sealed;
  }

  /**
   * Returns the sealed values after a change: new ones, the old ones, or the old ones sealed to
   * where they may go now, and to when a secret was set last.
   */
  SecretResult<Map<String, Sealed>> reseal(ProviderChange change) {
    ProviderRow before = change.before();
    String context = change.settingsNow().secretContext();
    ValidSecrets secrets = change.now().secrets();
    return each(
        change.secretNames(),
        name ->
            secrets.typed(name) == null && !change.resealsSecrets()
                ? stored(before, name)
                : secret(secrets, before, name)
                    .map(secret -> vault.seal(before.key(), name, context, secret)));
  }

  /**
   * Returns secrets by name, those that are kept out of the row that is edited.
   *
   * @param before the row that is edited; null when all are typed
   */
  SecretResult<Map<String, Secret>> open(ValidSecrets secrets, @Nullable ProviderRow before) {
    return each(secrets.names(), name -> secret(secrets, before, name));
  }

  /**
   * Returns the public keys of a row; empty where its client signs with no key of its own. What
   * does not open is not among them: somebody else may have put it there.
   */
  Optional<PublicKeySet> publicKeys(ProviderRow row) {
    StoredSettings stored = StoredSettings.read(row.content());
    KeySet signing = stored.get(AssertionTable.KEYS);
    CertificateSet shown = stored.get(CertificateTable.CERTIFICATES);
    return stored
        .keySet()
        .map(
            id ->
                new PublicKeySet(
                    id,
                    signing.keys().stream().flatMap(key -> publicKey(row, key).stream()).toList(),
                    certificate(row, shown).stream().toList()));
  }

  private Optional<PublishedCertificate> certificate(ProviderRow row, CertificateSet set) {
    AtomicReference<Secret> opened = new AtomicReference<>();
    open(row, SecretName.tlsKey(set.chain().thumbprint())).read(opened::set);
    return Optional.ofNullable(opened.get())
        .flatMap(key -> ClientCertificate.of(set.chain(), key))
        .flatMap(read -> PublishedCertificate.of(read.chain()));
  }

  private Optional<PublishedKey> publicKey(ProviderRow row, KeySet.Entry key) {
    AtomicReference<Secret> opened = new AtomicReference<>();
    open(row, SecretName.privateKey(key.kid())).read(opened::set);
    return Optional.ofNullable(opened.get())
        .flatMap(SigningKey::of)
        .filter(pair -> pair.kid().equals(key.kid()) && pair.fits(key.algorithm()))
        .map(pair -> pair.publicPart(key.algorithm(), key.state(), key.from()));
  }

  private static <T> SecretResult<Map<String, T>> each(
      Collection<String> names, Function<String, SecretResult<T>> secrets) {
    Map<String, T> byName = new HashMap<>();
    for (String name : names) {
      UnopenedSecret unopened = secrets.apply(name).read(value -> byName.put(name, value));
      if (unopened != null) {
        return SecretResult.unopened(unopened);
      }
    }
    return SecretResult.of(byName);
  }

  private SecretResult<Secret> secret(
      ValidSecrets secrets, @Nullable ProviderRow before, String name) {
    Secret typed = secrets.typed(name);
    return typed == null
        ? open(Objects.requireNonNull(before, "nothing to keep"), name)
        : SecretResult.of(typed);
  }

  /** Opens one secret of a row. */
  SecretResult<Secret> open(ProviderRow row, String name) {
    String context = StoredSettings.read(row.content()).secretContext();
    return stored(row, name).flatMap(kept -> open(row, name, context, kept));
  }

  private SecretResult<Secret> open(ProviderRow row, String name, String context, Sealed sealed) {
    Opened opened = vault.open(row.key(), name, context, sealed);
    return opened.plainText() == null
        ? unopened(row, opened.keyId(), opened.refusal() == Opened.Refusal.KEY_MISSING)
        : SecretResult.of(Secret.of(opened.plainText()));
  }

  private static SecretResult<Sealed> stored(ProviderRow row, String name) {
    Sealed sealed = row.content().secrets().get(name);
    return sealed == null ? unopened(row, "", false) : SecretResult.of(sealed);
  }

  private static <T> SecretResult<T> unopened(ProviderRow row, String keyId, boolean keyMissing) {
    return SecretResult.unopened(
        new UnopenedSecret(new ProviderId(row.key().id()), keyId, keyMissing));
  }
}
