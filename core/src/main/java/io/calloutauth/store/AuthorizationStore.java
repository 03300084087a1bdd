package io.calloutauth.store;

import java.util.Optional;

/**
 * Keeps the authorizations that were begun and not completed yet, so that any node can complete
 * each of them, and only one does. They go with their provider.
 *
 * <p>Thread-safe; every method may block. None of them ever joins a transaction of the host: what
 * was begun is there for all nodes when the method returns. No node hears of it as a change.
 *
 * @see Store
 */
public interface AuthorizationStore {

  /** What became of {@link #begin}. */
  enum Beginning {
    /** The authorization is kept. */
    BEGUN,
    /** There is no such provider; nothing changed. */
    NOT_FOUND,
    /** The provider or its tenant has as many pending authorizations as it may; nothing changed. */
    LIMIT_REACHED
  }

  /**
   * Keeps an authorization that is begun. Those that are over count for no limit; those that are
   * begun at the same moment may pass one by their number.
   *
   * @param providerLimit how many pending authorizations the provider may have
   * @param tenantLimit how many its tenant may have
   * @throws StoreException when the tenant has one of this state already, over or not; it is kept
   *     as it was
   */
  Beginning begin(PendingAuthorization pending, int providerLimit, int tenantLimit);

  /**
   * Removes a pending authorization and returns it: of all who ask for it, on all nodes, one gets
   * it. One that is over is to be had like any other until it is swept; it is the caller's to
   * refuse.
   *
   * @param state the digest that it is found by
   * @return empty when the tenant has none of this state, or somebody else got it
   */
  Optional<PendingAuthorization> take(String tenant, String state);

  /** Removes those of all tenants that are over, and returns how many there were. */
  int sweep();
}
