package io.calloutauth.memory;

import io.calloutauth.store.BindingRow;
import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.ProviderRow;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one tenant has. Used only by {@link TenantShelves}, under the shelf's lock. */
final class TenantShelf {

  private final Map<String, MemoryProvider> byId = new HashMap<>();
  private final NavigableMap<String, MemoryProvider> byNameKey = new TreeMap<>();
  private final NavigableMap<String, BindingRow> bindings = new TreeMap<>();
  private final String tenant;
  private final MemoryChangeLog changes;
  private final InstantSource clock;

  TenantShelf(String tenant, MemoryChangeLog changes, InstantSource clock) {
    this.tenant = tenant;
    this.changes = changes;
    this.clock = clock;
  }

  @Nullable MemoryProvider provider(String id) {
    return byId.get(id);
  }

  @Nullable MemoryProvider providerNamed(String nameKey) {
    return byNameKey.get(nameKey);
  }

  int providers() {
    return byId.size();
  }

  NavigableMap<String, MemoryProvider> providersByNameKey() {
    return byNameKey;
  }

  void add(MemoryProvider provider) {
    byId.put(provider.id(), provider);
    byNameKey.put(provider.nameKey(), provider);
    changed(Kind.PROVIDER, provider.id());
  }

  void rewrite(MemoryProvider provider, ProviderRow row) {
    byNameKey.remove(provider.nameKey());
    provider.rewrite(row);
    byNameKey.put(provider.nameKey(), provider);
    changed(Kind.PROVIDER, provider.id());
  }

  void remove(MemoryProvider provider) {
    byId.remove(provider.id());
    byNameKey.remove(provider.nameKey());
    changed(Kind.PROVIDER, provider.id());
  }

  @Nullable BindingRow binding(String notificationId) {
    return bindings.get(notificationId);
  }

  NavigableMap<String, BindingRow> bindings() {
    return bindings;
  }

  void bind(MemoryProvider provider, String notificationId) {
    forget(bindings.put(notificationId, new BindingRow(tenant, notificationId, provider.id())));
    provider.addUser(notificationId);
    changed(Kind.BINDING, notificationId);
  }

  void detach(String notificationId) {
    bindings.put(notificationId, new BindingRow(tenant, notificationId, null));
    changed(Kind.BINDING, notificationId);
  }

  boolean unbind(String notificationId) {
    BindingRow before = bindings.remove(notificationId);
    forget(before);
    if (before != null) {
      changed(Kind.BINDING, notificationId);
    }
    return before != null;
  }

  void changed(Kind kind, String subject) {
    changes.add(new Change(tenant, kind, subject));
  }

  Instant now() {
    return clock.instant();
  }

  boolean isEmpty() {
    return byId.isEmpty() && bindings.isEmpty();
  }

  void clear() {
    byId.clear();
    byNameKey.clear();
    bindings.clear();
  }

  private void forget(@Nullable BindingRow before) {
    if (before != null && before.providerId() != null) {
      MemoryProvider provider = byId.get(before.providerId());
      if (provider != null) {
        provider.removeUser(before.notificationId());
      }
    }
  }
}
