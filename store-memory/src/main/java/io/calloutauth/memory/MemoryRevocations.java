package io.calloutauth.memory;

import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.RevocationStore;
import io.calloutauth.store.UntoldRevocation;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps untold revocations in memory, each with its provider. */
final class MemoryRevocations implements RevocationStore {

  private final Tenants tenants;

  /** The providers to look at for one that is due; changed under their tenants' locks. */
  private final Set<ProviderKey> waiting = ConcurrentHashMap.newKeySet();

  MemoryRevocations(Tenants tenants) {
    this.tenants = tenants;
  }

  @Override
  public boolean revoke(UntoldRevocation untold, long readFence, Duration due, int limit) {
    ProviderKey key = untold.provider();
    return tenants.in(
        key.tenant(),
        shelf -> {
          if (!MemoryTokens.revoke(shelf, key, readFence)) {
            return false;
          }
          StoredProvider provider = shelf.provider(key.id());
          if (provider != null && provider.revocations().size() < limit) {
            provider.revocations().keep(untold, due, shelf.now());
            waiting.add(key);
          }
          return true;
        });
  }

  @Override
  public Optional<UntoldRevocation> claim(Duration duration) {
    return waiting.stream().flatMap(key -> claim(key, duration).stream()).findFirst();
  }

  private Optional<UntoldRevocation> claim(ProviderKey key, Duration duration) {
    return tenants.in(
        key.tenant(),
        shelf -> {
          StoredProvider provider = shelf.provider(key.id());
          if (provider == null || provider.revocations().isEmpty()) {
            waiting.remove(key);
            return Optional.empty();
          }
          return provider.revocations().claim(duration, shelf.now());
        });
  }

  @Override
  public boolean putOff(UntoldRevocation claimed, Duration due) {
    ProviderKey key = claimed.provider();
    return tenants.in(
        key.tenant(),
        shelf -> {
          StoredProvider provider = shelf.provider(key.id());
          return provider != null && provider.revocations().putOff(claimed, due, shelf.now());
        });
  }

  @Override
  public void remove(UntoldRevocation untold) {
    ProviderKey key = untold.provider();
    tenants.in(
        key.tenant(),
        shelf -> {
          StoredProvider provider = shelf.provider(key.id());
          if (provider != null) {
            provider.revocations().remove(untold.id());
          }
          return true;
        });
  }
}
