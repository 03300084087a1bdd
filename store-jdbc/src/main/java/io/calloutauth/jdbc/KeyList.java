package io.calloutauth.jdbc;

import io.calloutauth.store.ProviderKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * A list of provider keys in a statement. Its length is a power of two, the last key filling it up,
 * so that there are few texts of statements to prepare.
 */
final class KeyList {

  private KeyList() {}

  /** Returns a statement that ends with room for so many keys. */
  static String query(String start, int keys) {
    return start + "(" + String.join(", ", Collections.nCopies(room(keys), "(?, ?)")) + ")";
  }

  /** Returns the values of the keys, which are at least one. */
  static Object[] values(Collection<ProviderKey> keys) {
    List<Object> values = new ArrayList<>();
    Object[] last = new Object[2];
    for (ProviderKey key : keys) {
      last = new Object[] {key.tenant(), key.id()};
      values.addAll(List.of(last));
    }
    while (values.size() < 2 * room(keys.size())) {
      values.addAll(List.of(last));
    }
    return values.toArray();
  }

  private static int room(int keys) {
    return keys == 1 ? 1 : Integer.highestOneBit(keys - 1) * 2;
  }
}
