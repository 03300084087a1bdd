package io.calloutauth.memory;

import io.calloutauth.store.BindingRow;
import io.calloutauth.store.BindingStore;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderKey;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps bindings in memory. */
final class MemoryBindings implements BindingStore {

  private final TenantShelves tenants;

  MemoryBindings(TenantShelves tenants) {
    this.tenants = tenants;
  }

  @Override
  public boolean bind(ProviderKey provider, String notificationId) {
    return tenants.in(
        provider.tenant(),
        shelf -> {
          MemoryProvider stored = shelf.provider(provider.id());
          if (stored == null) {
            return false;
          }
          shelf.bind(stored, notificationId);
          return true;
        });
  }

  @Override
  public boolean unbind(String tenant, String notificationId) {
    return tenants.in(tenant, shelf -> shelf.unbind(notificationId));
  }

  @Override
  public Optional<BindingRow> find(String tenant, String notificationId) {
    return tenants.in(tenant, shelf -> Optional.ofNullable(shelf.binding(notificationId)));
  }

  @Override
  public Page<BindingRow> list(ProviderKey provider, @Nullable String after, int limit) {
    return tenants.in(
        provider.tenant(),
        shelf -> {
          MemoryProvider stored = shelf.provider(provider.id());
          if (stored == null) {
            return Page.of(List.of(), null);
          }
          NavigableSet<String> all = stored.users();
          return MemoryPages.first(after == null ? all : all.tailSet(after, false), limit, id -> id)
              .map(id -> new BindingRow(provider.tenant(), id, provider.id()));
        });
  }

  @Override
  public Page<BindingRow> listAll(String tenant, @Nullable String after, int limit) {
    return page(tenant, after, limit, row -> true);
  }

  @Override
  public Page<BindingRow> listDetached(String tenant, @Nullable String after, int limit) {
    return page(tenant, after, limit, BindingRow::detached);
  }

  private Page<BindingRow> page(
      String tenant, @Nullable String after, int limit, Predicate<BindingRow> listed) {
    return tenants.in(
        tenant,
        shelf -> {
          NavigableMap<String, BindingRow> all = shelf.bindings();
          var rest = after == null ? all : all.tailMap(after, false);
          List<BindingRow> rows = rest.values().stream().filter(listed).limit(limit + 1L).toList();
          return MemoryPages.first(rows, limit, BindingRow::notificationId);
        });
  }
}
