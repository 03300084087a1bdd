package io.calloutauth.provider;

import io.calloutauth.keys.ClientCertificate;
import io.calloutauth.keys.SigningKey;
import io.calloutauth.oauth.Need;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.store.ProviderRow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says which key a client signs with after an edit: the one that was typed, the one that is kept,
 * or a new one. Where a secret could go elsewhere by the edit, no key is kept, and the set is
 * another: a server that fetched the old one trusts none of what signs for the new place.
 *
 * @param before the provider that is edited, or null for a new one
 * @param now when it is edited
 */
record KeyPairs(@Nullable ProviderRow before, Instant now) {

  /** Returns settings with the key that was typed or is kept; with none where one is to be made. */
  ValidSettings settle(ValidSettings settings) {
    if (!settings.registration().has(Need.KEYS)) {
      return settings;
    }
    KeySet last = last(settings);
    SigningAlgorithm algorithm = settings.stored().get(AssertionTable.SIGNING_ALGORITHM);
    Optional<String> typed =
        settings.secrets().names().stream()
            .filter(AssertionTable.PRIVATE_KEY::hasSecret)
            .filter(name -> settings.secrets().typed(name) != null)
            .findFirst();
    if (typed.isPresent()) {
      String kid = typed.get().substring(SecretName.privateKey("").length());
      return settings.withKeys(KeySet.of(setId(before, settings), kid, algorithm, now), Map.of());
    }
    return isKept(settings, last)
        ? settings.withKeys(last.with(algorithm), Map.of())
        : settings.withoutKeys();
  }

  /** Returns settled settings with a new key where they have none; takes as long as that takes. */
  ValidSettings complete(ValidSettings settled) {
    if (!isLacking(settled)) {
      return settled;
    }
    SigningAlgorithm algorithm = settled.stored().get(AssertionTable.SIGNING_ALGORITHM);
    SigningKey made = SigningKey.generate(algorithm);
    Map<String, Secret> secret = Map.of(SecretName.privateKey(made.kid()), made.privatePart());
    return settled.withKeys(KeySet.of(setId(before, settled), made.kid(), algorithm, now), secret);
  }

  /** Tells whether the client signs with a key that is yet to be made. */
  static boolean isLacking(ValidSettings settled) {
    return settled.registration().has(Need.KEYS)
        && settled.stored().get(AssertionTable.KEYS).equals(KeySet.NONE);
  }

  /**
   * Returns the id of the set that the keys of a client are published in, signing keys and that of
   * its certificate alike. It is kept when an edit adds or drops one of them. It is another where a
   * secret could go elsewhere by the edit.
   */
  static String setId(@Nullable ProviderRow before, ValidSettings settings) {
    return Optional.ofNullable(before)
        .map(row -> StoredSettings.read(row.content()))
        .filter(stored -> !settings.stored().widensSecrets(stored))
        .flatMap(StoredSettings::keySet)
        .or(() -> settings.stored().keySet())
        .orElseGet(KeySet::newId);
  }

  private static boolean isKept(ValidSettings settings, KeySet last) {
    return !last.equals(KeySet.NONE)
        && settings.secrets().names().stream().anyMatch(AssertionTable.PRIVATE_KEY::hasSecret);
  }

  /** Returns the set to go on with. */
  private KeySet last(ValidSettings settings) {
    if (before == null) {
      return KeySet.NONE;
    }
    StoredSettings stored = StoredSettings.read(before.content());
    return settings.stored().widensSecrets(stored) ? KeySet.NONE : stored.get(AssertionTable.KEYS);
  }

  /**
   * Says which certificate a client shows after an edit: the one that was typed, or the one that is
   * kept. Where a secret could go elsewhere by the edit, it is typed again, and its key is
   * published in another set.
   *
   * @param before the provider that is edited, or null for a new one
   */
  record CertificateChoice(@Nullable ProviderRow before) {

    /** Returns settings with what stands in clear about the certificate, and its private part. */
    ValidSettings settle(ValidSettings settings) {
      if (!settings.registration().clientAuthentication().needsCertificate()) {
        return settings;
      }
      for (String name : settings.secrets().names()) {
        Secret typed = settings.secrets().typed(name);
        if (typed != null && CertificateTable.CLIENT_CERTIFICATE.hasSecret(name)) {
          ClientCertificate certificate = ClientCertificate.of(typed).orElseThrow();
          CertificateSet set = CertificateSet.of(KeyPairs.setId(before, settings), certificate);
          return settings.withCertificate(set, Map.of(name, certificate.privatePart()));
        }
      }
      CertificateSet last = last(settings);
      return last.equals(CertificateSet.NONE)
          ? settings.withCertificate(last, Map.of())
          : settings.withCertificate(last.withId(KeyPairs.setId(before, settings)), Map.of());
    }

    private CertificateSet last(ValidSettings settings) {
      if (before == null) {
        return CertificateSet.NONE;
      }
      StoredSettings stored = StoredSettings.read(before.content());
      return settings.stored().widensSecrets(stored)
          ? CertificateSet.NONE
          : stored.get(CertificateTable.CERTIFICATES);
    }
  }
}
