package io.calloutauth.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a key sealed, of all tenants, so that it can be sealed with another. Thread-safe;
 * every method may block, and none of them ever joins a transaction of the host.
 *
 * @see Store
 */
public interface SealStore {

  /** Returns the keys that sealed anything that is stored, in the order of their ids. */
  List<KeyUse> keyUses();

  /**
   * Returns providers that have a secret sealed with a key, each with all its sealed values, in an
   * order of the store's own that stays.
   *
   * @param after the last provider of the page before, or null for the first page
   * @param limit how many at most; at least 1
   * @return the providers; empty when there are none left
   */
  List<ProviderRow> sealedWith(String keyId, @Nullable ProviderKey after, int limit);

  /**
   * Puts a sealed secret in the place of another that holds the same. The provider's version and
   * epoch stay, and no node hears of it.
   *
   * @param name the name of the secret
   * @return false when the secret is not the one that was read any more; then nothing changed
   */
  boolean replace(ProviderKey key, String name, Sealed read, Sealed now);
}
