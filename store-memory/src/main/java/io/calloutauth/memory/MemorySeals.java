package io.calloutauth.memory;

import static java.util.Comparator.comparing;

import io.calloutauth.store.KeyUse;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.SealStore;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.SealedPlace;
import io.calloutauth.store.SealedValues;
import io.calloutauth.store.TokenRow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds what a key sealed by looking at everything. */
final class MemorySeals implements SealStore {

  private static final Comparator<ProviderKey> ORDER =
      comparing(ProviderKey::tenant).thenComparing(ProviderKey::id);

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
            count(shelf, provider, uses);
          }
        });
    return List.copyOf(uses.values());
  }

  private static void count(
      TenantShelf shelf, MemoryProvider provider, SortedMap<String, KeyUse> uses) {
    values(shelf, provider)
        .forEach(
            (place, value) -> {
              boolean isSecret = place instanceof SealedPlace.Secret;
              add(uses, new KeyUse(value.keyId(), isSecret ? 1 : 0, isSecret ? 0 : 1, 0));
            });
    TokenRow row = provider.token().row(shelf.now());
    if (row.token() != null && row.token().age().compareTo(row.token().lifetime()) < 0) {
      add(uses, new KeyUse(row.token().sealed().keyId(), 0, 0, 1));
    }
    for (String keyId : provider.revocations().keyIds(shelf.now())) {
      add(uses, new KeyUse(keyId, 0, 0, 1));
    }
  }

  private static void add(SortedMap<String, KeyUse> uses, KeyUse one) {
    uses.merge(
        one.keyId(),
        one,
        (a, b) ->
            new KeyUse(
                a.keyId(),
                a.secrets() + b.secrets(),
                a.authorizations() + b.authorizations(),
                a.tokens() + b.tokens()));
  }

  /** Returns all that is sealed of a provider and still needed, but its tokens. */
  private static Map<SealedPlace, Sealed> values(TenantShelf shelf, MemoryProvider provider) {
    Map<SealedPlace, Sealed> values = new HashMap<>();
    provider
        .row()
        .content()
        .secrets()
        .forEach((name, value) -> values.put(new SealedPlace.Secret(name), value));
    MemoryAuthorization authorization = provider.token().authorization();
    @Nullable Sealed continuation = authorization.continuation(shelf.now());
    if (continuation != null && authorization.number() >= provider.row().authorization()) {
      values.put(SealedPlace.OfRow.CONTINUATION, continuation);
    }
    shelf
        .authorizations()
        .sealed(provider.id(), shelf.now())
        .forEach((state, value) -> values.put(new SealedPlace.Pending(state), value));
    return values;
  }

  @Override
  public List<SealedValues> sealedWith(String keyId, @Nullable ProviderKey after, int limit) {
    SortedMap<ProviderKey, SealedValues> found = new TreeMap<>(ORDER);
    tenants.each(
        shelf -> {
          for (MemoryProvider provider : shelf.providersByNameKey().values()) {
            Map<SealedPlace, Sealed> values = values(shelf, provider);
            values.values().removeIf(value -> !value.keyId().equals(keyId));
            if (!values.isEmpty()) {
              found.put(provider.row().key(), SealedValues.of(provider.row(), values));
            }
          }
        });
    return found.values().stream()
        .filter(row -> after == null || ORDER.compare(row.provider().key(), after) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public boolean replace(ProviderKey key, SealedPlace place, Sealed read, Sealed now) {
    return tenants.in(
        key.tenant(),
        shelf -> {
          MemoryProvider provider = shelf.provider(key.id());
          return provider != null && replace(shelf, provider, place, read, now);
        });
  }

  private static boolean replace(
      TenantShelf shelf, MemoryProvider provider, SealedPlace place, Sealed read, Sealed now) {
    if (place instanceof SealedPlace.Secret secret) {
      return provider.reseal(secret.name(), read, now);
    }
    return place instanceof SealedPlace.Pending pending
        ? shelf.authorizations().reseal(provider.id(), pending.state(), read, now)
        : provider.token().authorization().reseal(read, now);
  }
}
