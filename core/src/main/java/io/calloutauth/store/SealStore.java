package io.calloutauth.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a key sealed, of all tenants, so that it can be sealed with another: secrets of
 * providers, continuations and pending authorizations. Access tokens are over before it matters.
 * Thread-safe; every method may block, and none of them ever joins a transaction of the host.
 *
 * @see Store
 */
public interface SealStore {

  /** Returns the keys that sealed anything that is stored, in the order of their ids. */
  List<KeyUse> keyUses();

  /**
   * Returns the ids of the keys that sealed secrets of providers, each once and in the order of
   * their ids. Each node asks once, when a host builds its object: a store that has an index of
   * them looks there, and not at every row.
   */
  default List<String> secretKeyIds() {
    return keyUses().stream().filter(use -> use.secrets() > 0).map(KeyUse::keyId).toList();
  }

  /**
   * Returns providers of which a key sealed something that is still needed, each with all that the
   * key sealed of it, in an order of the store's own that stays; with nothing where that was
   * replaced at this moment. Access tokens are left out, and what {@link KeyUse} does not count.
   *
   * @param after the last provider of the page before, or null for the first page
   * @param limit how many at most; at least 1
   * @return the providers; empty when there are none left
   */
  List<SealedValues> sealedWith(String keyId, @Nullable ProviderKey after, int limit);

  /**
   * Puts a sealed value in the place of another that holds the same. The provider's version and
   * epoch stay, and so do the fence of its token row and every time; no node hears of it.
   *
   * @return false when the value in that place is not the one that was read any more; then nothing
   *     changed
   */
  boolean replace(ProviderKey key, SealedPlace place, Sealed read, Sealed now);
}
