package io.calloutauth;

import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.StoredSettings;
import io.calloutauth.provider.Vault;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import java.util.Objects;

/** Looks into the rows of providers that have keys. */
final class KeyedRows {

  private KeyedRows() {}

  static ProviderRow row(Node node, Provider provider) {
    return node.store.providers().find(new ProviderKey("acme", provider.id().key())).orElseThrow();
  }

  /** Returns the name of the one private key that is stored. */
  static String name(ProviderRow row) {
    return row.content().secrets().keySet().stream()
        .filter(name -> name.startsWith("private_key:"))
        .reduce((one, other) -> one + " and " + other)
        .orElseThrow();
  }

  /** Returns the private key of a provider. */
  static Secret privateKey(Node node, Provider provider) {
    ProviderRow row = row(node, provider);
    String context = StoredSettings.read(row.content()).secretContext();
    String name = name(row);
    return Secret.of(
        Objects.requireNonNull(
            new Vault(node.cipher)
                .open(
                    row.key(),
                    name,
                    context,
                    Objects.requireNonNull(row.content().secrets().get(name)))
                .plainText()));
  }
}
