package io.calloutauth.provider;

import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.Secret;
import io.calloutauth.store.ProviderName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings that were found good: as they are stored, and as a node keeps them. Immutable.
 *
 * @param name the name with its key
 * @param stored the form that a store keeps, without what the library itself keeps
 * @param registration the form that a node keeps
 * @param secrets the secrets; their text is hidden
 */
record ValidSettings(
    ProviderName name,
    StoredSettings stored,
    ClientRegistration registration,
    ValidSecrets secrets) {

  /** Returns the same settings with a set of keys, and the secrets of those that were made. */
  ValidSettings withKeys(KeySet keys, Map<String, Secret> made) {
    return new ValidSettings(name, stored.withKeys(keys), registration, secrets.with(made));
  }

  /** Returns the same settings with since when there is a next client secret. */
  ValidSettings nextSecretSetAt(Instant time) {
    return new ValidSettings(name, stored.nextSecretSetAt(time), registration, secrets);
  }

  /** Returns the same settings with a certificate, and its private part where it was typed. */
  ValidSettings withCertificate(CertificateSet certificate, Map<String, Secret> typed) {
    StoredSettings more = stored.with(CertificateTable.CERTIFICATES, certificate);
    return new ValidSettings(name, more, registration, secrets.with(typed));
  }

  /** Returns the same settings for nodes to keep in another form. */
  ValidSettings with(ClientRegistration other) {
    return new ValidSettings(name, stored, other, secrets);
  }

  /** Returns the same settings without one secret. */
  ValidSettings withoutSecret(String secretName) {
    return new ValidSettings(name, stored, registration, secrets.without(secretName));
  }

  /** Returns the same settings without a key. */
  ValidSettings withoutKeys() {
    return new ValidSettings(
        name, stored, registration, secrets.without(AssertionTable.PRIVATE_KEY));
  }

  /**
   * What came of judging a draft.
   *
   * @param settings the settings; null when anything is wrong
   * @param problems all that is wrong, field by field; empty when nothing is
   */
  record ValidationResult(@Nullable ValidSettings settings, List<FieldProblem> problems) {}
}
