package io.calloutauth.memory;

import io.calloutauth.store.KeyUse;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.SealStore;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.TokenRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds what a key sealed by looking at everything. */
final class MemorySeals implements SealStore {

  private static final Comparator<ProviderKey> ORDER =
      Comparator.comparing(ProviderKey::tenant).thenComparing(ProviderKey::id);

  private final TenantShelves tenants;

  MemorySeals(TenantShelves tenants) {
    this.tenants = tenants;
  }

  @Override
  public List<KeyUse> keyUses() {
    SortedMap<String, KeyUse> uses = new TreeMap<>();
    tenants.each(
        shelf -> {
          for (MemoryProvider provider : shelf.providersByNameKey().values()) {
            count(provider, shelf.now(), uses);
          }
        });
    return List.copyOf(uses.values());
  }

  private static void count(MemoryProvider provider, Instant now, SortedMap<String, KeyUse> uses) {
    for (Sealed secret : provider.row().content().secrets().values()) {
      add(uses, new KeyUse(secret.keyId(), 1, 0));
    }
    TokenRow row = provider.token().row(now);
    if (row.token() != null && row.token().age().compareTo(row.token().lifetime()) < 0) {
      add(uses, new KeyUse(row.token().sealed().keyId(), 0, 1));
    }
    for (String keyId : provider.revocations().keyIds(now)) {
      add(uses, new KeyUse(keyId, 0, 1));
    }
  }

  private static void add(SortedMap<String, KeyUse> uses, KeyUse one) {
    uses.merge(
        one.keyId(),
        one,
        (a, b) -> new KeyUse(a.keyId(), a.secrets() + b.secrets(), a.tokens() + b.tokens()));
  }

  @Override
  public List<ProviderRow> sealedWith(String keyId, @Nullable ProviderKey after, int limit) {
    SortedMap<ProviderKey, ProviderRow> found = new TreeMap<>(ORDER);
    tenants.each(
        shelf -> {
          for (MemoryProvider provider : shelf.providersByNameKey().values()) {
            ProviderRow row = provider.row();
            if (row.content().secrets().values().stream()
                .anyMatch(secret -> secret.keyId().equals(keyId))) {
              found.put(row.key(), row);
            }
          }
        });
    return found.values().stream()
        .filter(row -> after == null || ORDER.compare(row.key(), after) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public boolean replace(ProviderKey key, String name, Sealed read, Sealed now) {
    return tenants.in(
        key.tenant(),
        shelf -> {
          MemoryProvider provider = shelf.provider(key.id());
          return provider != null && provider.reseal(name, read, now);
        });
  }
}
