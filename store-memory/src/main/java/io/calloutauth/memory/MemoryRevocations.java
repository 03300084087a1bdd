package io.calloutauth.memory;

import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.RevocationStore;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps pending revocations in memory, each with its provider. */
final class MemoryRevocations implements RevocationStore {

  private final TenantShelves tenants;

  /** The providers to look at for one that is due; changed under their tenants' locks. */
  private final Set<ProviderKey> waiting = ConcurrentHashMap.newKeySet();

  MemoryRevocations(TenantShelves tenants) {
    this.tenants = tenants;
  }

  @Override
  public boolean revoke(PendingRevocation pending, long readFence, Duration due, int limit) {
    ProviderKey key = pending.provider();
    return tenants.in(
        key.tenant(),
        shelf -> {
          if (!MemoryTokens.revoke(shelf, key, readFence)) {
            return false;
          }
          MemoryProvider provider = shelf.provider(key.id());
          if (provider != null && provider.revocations().size() < limit) {
            provider.revocations().keep(pending, due, shelf.now());
            waiting.add(key);
          }
          return true;
        });
  }

  @Override
  public Optional<PendingRevocation> claim(Duration duration, Set<String> notOf) {
    return waiting.stream()
        .filter(key -> !notOf.contains(key.tenant()))
        .flatMap(key -> claim(key, duration).stream())
        .findFirst();
  }

  private Optional<PendingRevocation> claim(ProviderKey key, Duration duration) {
    return tenants.in(
        key.tenant(),
        shelf -> {
          MemoryProvider provider = shelf.provider(key.id());
          if (provider == null || provider.revocations().isEmpty()) {
            waiting.remove(key);
            return Optional.empty();
          }
          return provider.revocations().claim(duration, shelf.now());
        });
  }

  @Override
  public boolean putOff(PendingRevocation claimed, Duration due) {
    ProviderKey key = claimed.provider();
    return tenants.in(
        key.tenant(),
        shelf -> {
          MemoryProvider provider = shelf.provider(key.id());
          return provider != null && provider.revocations().putOff(claimed, due, shelf.now());
        });
  }

  @Override
  public void remove(PendingRevocation pending) {
    ProviderKey key = pending.provider();
    tenants.in(
        key.tenant(),
        shelf -> {
          MemoryProvider provider = shelf.provider(key.id());
          if (provider != null) {
            provider.revocations().remove(pending.id());
          }
          return true;
        });
  }
}
