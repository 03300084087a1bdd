package io.calloutauth.provider;

import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.Secret;
import io.calloutauth.store.ProviderName;
import java.util.Map;

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

  /** Returns the same settings for nodes to keep in another form. */
  ValidSettings with(ClientRegistration other) {
    return new ValidSettings(name, stored, other, secrets);
  }

  /** Returns the same settings without a key. */
  ValidSettings withoutKeys() {
    return new ValidSettings(
        name, stored, registration, secrets.without(AssertionTable.PRIVATE_KEY));
  }
}
