package io.calloutauth.jdbc;

import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderName;
import io.calloutauth.store.ProviderStore.Creation;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What these tests put into a store. */
final class Rows {

  static final int MANY = 1_000_000;

  /** The tables, those first that refer to others. */
  static final List<String> TABLES = reversed(KeyColumns.TABLES);

  private Rows() {}

  private static List<String> reversed(Collection<String> names) {
    List<String> list = new ArrayList<>(names);
    Collections.reverse(list);
    return List.copyOf(list);
  }

  static ProviderKey newKey() {
    return new ProviderKey("acme", UUID.randomUUID().toString());
  }

  static ProviderContent content(String name) {
    return ProviderContent.builder(new ProviderName(name, name))
        .settings(
            Map.of("client_id", "billing", "token_endpoint", "https://login.example.com/token"))
        .secrets(Map.of("secret", Sealed.of("k1", "sealed.of." + name.hashCode())))
        .build();
  }

  /** Stores a provider and returns its key. */
  static ProviderKey provider(Store store, String name) {
    ProviderKey key = newKey();
    Creation creation = store.providers().create(key, content(name), MANY);
    if (creation != Creation.CREATED) {
      throw new AssertionError("A provider for a test was not created: " + creation);
    }
    return key;
  }
}
