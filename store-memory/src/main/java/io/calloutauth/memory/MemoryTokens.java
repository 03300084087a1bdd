package io.calloutauth.memory;

import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.LeaseResult;
import io.calloutauth.store.LeaseResult.Refusal;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.RevokeRequest;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenRow;
import io.calloutauth.store.TokenStore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps token rows and their leases in memory. */
final class MemoryTokens implements TokenStore {

  private final TenantShelves tenants;
  private final MemoryRevocations revocations;

  /**
   * The providers to look at for a continuation that is due; changed under their tenants' locks.
   */
  private final Set<ProviderKey> idle = ConcurrentHashMap.newKeySet();

  MemoryTokens(TenantShelves tenants, MemoryRevocations revocations) {
    this.tenants = tenants;
    this.revocations = revocations;
  }

  @Override
  public Optional<TokenRow> find(ProviderKey key) {
    return tenants.in(
        key.tenant(),
        shelf ->
            Optional.ofNullable(shelf.provider(key.id()))
                .map(provider -> provider.token().row(shelf.now())));
  }

  @Override
  public Map<ProviderKey, TokenRow> find(Collection<ProviderKey> keys) {
    if (keys.size() > MOST_AT_ONCE) {
      throw new IllegalArgumentException("At most " + MOST_AT_ONCE + " token rows at once");
    }
    Map<ProviderKey, TokenRow> rows = new HashMap<>();
    keys.forEach(key -> find(key).ifPresent(row -> rows.put(key, row)));
    return rows;
  }

  @Override
  public LeaseResult lease(ProviderKey key, LeaseRequest request) {
    return tenants.in(
        key.tenant(),
        shelf -> {
          MemoryProvider provider = shelf.provider(key.id());
          if (provider == null) {
            return Refusal.HELD;
          }
          return provider.row().epoch() == request.epoch()
              ? provider.token().lease(request, shelf.now())
              : Refusal.OTHER_EPOCH;
        });
  }

  @Override
  public boolean complete(ProviderKey key, Lease lease, TokenRequestOutcome outcome) {
    return tenants.in(
        key.tenant(),
        shelf -> {
          MemoryProvider provider = shelf.provider(key.id());
          if (provider == null || !provider.token().complete(lease, outcome, shelf.now())) {
            return false;
          }
          if (provider.token().authorization().isEverDue()) {
            idle.add(key);
          }
          return true;
        });
  }

  @Override
  public boolean revoke(ProviderKey key, RevokeRequest request) {
    return tenants.in(
        key.tenant(),
        shelf -> {
          MemoryProvider provider = shelf.provider(key.id());
          if (provider == null || !provider.token().revoke(request, shelf.now())) {
            return false;
          }
          shelf.changed(Kind.PROVIDER, key.id());
          revocations.keep(provider, request, shelf.now());
          return true;
        });
  }

  @Override
  public Optional<ProviderKey> claimDue(Duration duration, Set<String> notOf) {
    return idle.stream()
        .filter(key -> !notOf.contains(key.tenant()) && claimDue(key, duration))
        .findFirst();
  }

  private boolean claimDue(ProviderKey key, Duration duration) {
    return tenants.in(
        key.tenant(),
        shelf -> {
          MemoryProvider provider = shelf.provider(key.id());
          if (provider == null || !provider.token().authorization().isEverDue()) {
            idle.remove(key);
            return false;
          }
          return provider.token().authorization().claimDue(duration, shelf.now());
        });
  }

  @Override
  public boolean putOffDue(ProviderKey key, TokenRow read, Duration due) {
    return tenants.in(
        key.tenant(),
        shelf -> {
          MemoryProvider provider = shelf.provider(key.id());
          return provider != null && provider.token().putOffDue(read, due, shelf.now());
        });
  }
}
