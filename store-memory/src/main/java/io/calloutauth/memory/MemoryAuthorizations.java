package io.calloutauth.memory;

import io.calloutauth.store.AuthorizationStore;
import io.calloutauth.store.PendingAuthorization;
import io.calloutauth.store.StoreException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps pending authorizations in memory. */
final class MemoryAuthorizations implements AuthorizationStore {

  private final TenantShelves tenants;

  MemoryAuthorizations(TenantShelves tenants) {
    this.tenants = tenants;
  }

  @Override
  public Beginning begin(PendingAuthorization pending, int providerLimit, int tenantLimit) {
    return tenants.in(
        pending.provider().tenant(), shelf -> begin(shelf, pending, providerLimit, tenantLimit));
  }

  private static Beginning begin(
      TenantShelf shelf, PendingAuthorization pending, int providerLimit, int tenantLimit) {
    String providerId = pending.provider().id();
    PendingAuthorizations all = shelf.authorizations();
    if (shelf.provider(providerId) == null) {
      return Beginning.NOT_FOUND;
    }
    if (all.count(shelf.now()) >= tenantLimit
        || all.count(providerId, shelf.now()) >= providerLimit) {
      return Beginning.LIMIT_REACHED;
    }
    if (all.contains(pending.state())) {
      throw new StoreException("The state of an authorization was used before", false, null);
    }
    all.add(pending, shelf.now());
    return Beginning.BEGUN;
  }

  @Override
  public Optional<PendingAuthorization> take(String tenant, String state) {
    return tenants.in(tenant, shelf -> shelf.authorizations().take(state, shelf.now()));
  }

  @Override
  public int sweep() {
    AtomicInteger swept = new AtomicInteger();
    tenants.each(shelf -> swept.addAndGet(shelf.authorizations().sweep(shelf.now())));
    return swept.get();
  }
}
