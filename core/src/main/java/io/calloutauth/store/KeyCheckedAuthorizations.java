package io.calloutauth.store;

import java.util.Optional;

/**
 * Compares pending authorizations that are taken with what was asked for: one that another tenant
 * began is handed to nobody. Thread-safe.
 */
final class KeyCheckedAuthorizations implements AuthorizationStore {

  private final AuthorizationStore store;

  KeyCheckedAuthorizations(AuthorizationStore store) {
    this.store = store;
  }

  @Override
  public Beginning begin(PendingAuthorization pending, int providerLimit, int tenantLimit) {
    return store.begin(pending, providerLimit, tenantLimit);
  }

  @Override
  public Optional<PendingAuthorization> take(String tenant, String state) {
    Optional<PendingAuthorization> taken = store.take(tenant, state);
    taken.ifPresent(
        pending -> {
          if (!pending.provider().tenant().equals(tenant) || !pending.state().equals(state)) {
            throw KeyCheckedStore.otherKey();
          }
        });
    return taken;
  }

  @Override
  public int sweep() {
    return store.sweep();
  }
}
