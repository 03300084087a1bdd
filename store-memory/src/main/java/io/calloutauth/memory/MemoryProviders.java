package io.calloutauth.memory;

import io.calloutauth.store.NewNumber;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderListing;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.ProviderStore;
import io.calloutauth.store.ProviderStore.Update.Outcome;
import io.calloutauth.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps providers in memory. */
final class MemoryProviders implements ProviderStore {

  private final TenantShelves tenants;

  MemoryProviders(TenantShelves tenants) {
    this.tenants = tenants;
  }

  @Override
  public Creation create(ProviderKey key, ProviderContent content, int limit) {
    return tenants.inMade(key.tenant(), shelf -> create(shelf, key, content, limit));
  }

  private static Creation create(
      TenantShelf shelf, ProviderKey key, ProviderContent content, int limit) {
    if (shelf.provider(key.id()) != null) {
      throw new StoreException("The provider's id was used before", false, null);
    }
    if (shelf.providerNamed(content.name().key()) != null) {
      return Creation.NAME_TAKEN;
    }
    if (shelf.providers() >= limit) {
      return Creation.LIMIT_REACHED;
    }
    Instant now = shelf.now();
    shelf.add(
        new MemoryProvider(
            ProviderRow.builder(key, content).createdAt(now).updatedAt(now).build()));
    return Creation.CREATED;
  }

  @Override
  public Update update(ProviderKey key, long readVersion, NewNumber anew, ProviderContent content) {
    return tenants.in(
        key.tenant(),
        shelf -> {
          MemoryProvider provider = shelf.provider(key.id());
          if (provider == null) {
            return Update.refused(Outcome.NOT_FOUND);
          }
          if (provider.row().version() != readVersion) {
            return Update.refused(Outcome.STALE);
          }
          MemoryProvider named = shelf.providerNamed(content.name().key());
          if (named != null && named != provider) {
            return Update.refused(Outcome.NAME_TAKEN);
          }
          ProviderRow next = next(provider, anew, content, shelf.now());
          shelf.rewrite(provider, next);
          return new Update(Outcome.UPDATED, next.version(), next.epoch(), next.authorization());
        });
  }

  private static ProviderRow next(
      MemoryProvider provider, NewNumber anew, ProviderContent content, Instant now) {
    ProviderRow row = provider.row();
    long given = Math.max(row.authorization(), provider.token().authorization().number());
    return row.toBuilder()
        .version(after(row.version(), now))
        .epoch(anew == NewNumber.NONE ? row.epoch() : after(row.epoch(), now))
        .authorization(anew == NewNumber.AUTHORIZATION ? after(given, now) : row.authorization())
        .content(content)
        .updatedAt(now)
        .build();
  }

  private static long after(long number, Instant now) {
    return Math.max(number + 1, now.toEpochMilli());
  }

  @Override
  public Optional<ProviderRow> find(ProviderKey key) {
    return tenants.in(
        key.tenant(),
        shelf -> Optional.ofNullable(shelf.provider(key.id())).map(MemoryProvider::row));
  }

  @Override
  public Optional<ProviderRow> findByName(String tenant, String nameKey) {
    return tenants.in(
        tenant,
        shelf -> Optional.ofNullable(shelf.providerNamed(nameKey)).map(MemoryProvider::row));
  }

  @Override
  public List<ProviderRow> findByClient(String tenant, String client, int limit) {
    return client.isEmpty()
        ? List.of()
        : tenants.in(
            tenant,
            shelf ->
                shelf.providersByNameKey().values().stream()
                    .map(MemoryProvider::row)
                    .filter(row -> row.content().client().equals(client))
                    .limit(limit)
                    .toList());
  }

  @Override
  public Page<ProviderListing> list(String tenant, @Nullable String after, int limit) {
    return tenants.in(
        tenant,
        shelf -> {
          Instant now = shelf.now();
          var all = shelf.providersByNameKey();
          var rest = after == null ? all : all.tailMap(after, false);
          return MemoryPages.first(rest.values(), limit, MemoryProvider::nameKey)
              .map(provider -> provider.listing(now));
        });
  }

  @Override
  public Optional<ProviderListing> findListing(ProviderKey key) {
    return tenants.in(
        key.tenant(),
        shelf ->
            Optional.ofNullable(shelf.provider(key.id()))
                .map(provider -> provider.listing(shelf.now())));
  }

  @Override
  public Page<String> listTenants(@Nullable String after, int limit) {
    NavigableSet<String> all = tenants.tenants();
    return MemoryPages.first(after == null ? all : all.tailSet(after, false), limit, id -> id);
  }

  @Override
  public Deletion delete(ProviderKey key, int sample) {
    return tenants.in(
        key.tenant(),
        shelf -> {
          MemoryProvider provider = shelf.provider(key.id());
          if (provider == null) {
            return new Deletion(false, 0, List.of());
          }
          if (provider.users().isEmpty()) {
            shelf.remove(provider);
            return new Deletion(true, 0, List.of());
          }
          List<String> first = provider.users().stream().limit(sample).toList();
          return new Deletion(true, provider.users().size(), first);
        });
  }

  @Override
  public Optional<List<String>> deleteAndDetach(ProviderKey key) {
    return tenants.in(
        key.tenant(),
        shelf -> {
          MemoryProvider provider = shelf.provider(key.id());
          if (provider == null) {
            return Optional.empty();
          }
          shelf.remove(provider);
          List<String> users = List.copyOf(provider.users());
          users.forEach(shelf::detach);
          return Optional.of(users);
        });
  }
}
