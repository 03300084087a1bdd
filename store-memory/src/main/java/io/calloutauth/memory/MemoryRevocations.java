package io.calloutauth.memory;

import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.RevocationStore;
import io.calloutauth.store.RevokeRequest;
import java.time.Duration;
import java.time.Instant;
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

  /** Keeps what a server is to be told, as far as there is room; under its tenant's lock. */
  void keep(MemoryProvider provider, RevokeRequest request, Instant now) {
    int room = request.limit() - provider.revocations().size();
    for (PendingRevocation pending : request.pending()) {
      if (room-- > 0) {
        provider.revocations().keep(pending, request.due(), now);
        waiting.add(provider.row().key());
      }
    }
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
