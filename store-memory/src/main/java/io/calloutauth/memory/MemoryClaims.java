package io.calloutauth.memory;

import io.calloutauth.store.Claim;
import io.calloutauth.store.ClaimStore;
import io.calloutauth.store.ProviderKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps claims in memory. */
final class MemoryClaims implements ClaimStore {

  private final TenantShelves tenants;

  MemoryClaims(TenantShelves tenants) {
    this.tenants = tenants;
  }

  @Override
  public Optional<Claim> claim(ProviderKey provider, String name, Duration duration) {
    return tenants.in(
        provider.tenant(),
        shelf ->
            shelf.provider(provider.id()) == null
                ? Optional.empty()
                : shelf.claims().claim(provider, name, duration, shelf.now()));
  }

  @Override
  public boolean extend(Claim claim, Duration duration) {
    return tenants.in(
        claim.provider().tenant(), shelf -> shelf.claims().extend(claim, duration, shelf.now()));
  }

  @Override
  public int sweep() {
    AtomicInteger swept = new AtomicInteger();
    tenants.each(shelf -> swept.addAndGet(shelf.claims().sweep(shelf.now())));
    return swept.get();
  }
}
