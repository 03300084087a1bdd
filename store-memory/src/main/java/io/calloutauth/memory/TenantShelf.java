package io.calloutauth.memory;

import io.calloutauth.store.BindingRow;
import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.HistoryNote;
import io.calloutauth.store.ProviderRow;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one tenant has. Used only by {@link TenantShelves}, under the shelf's lock. */
final class TenantShelf {

  private final Map<String, MemoryProvider> byId = new HashMap<>();
  private final NavigableMap<String, MemoryProvider> byNameKey = new TreeMap<>();
  private final NavigableMap<String, BindingRow> bindings = new TreeMap<>();
  private final PendingAuthorizations authorizations = new PendingAuthorizations();
  private final TakenClaims claims = new TakenClaims();
  private final KeptHistory history = new KeptHistory();
  private final String tenant;
  private final MemoryChangeLog changes;
  private final InstantSource clock;

  /** What is changed while it is recorded. */
  private @Nullable List<Change> made;

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
    authorizations.removeOf(provider.id());
    claims.removeOf(provider.id());
    changed(Kind.PROVIDER, provider.id());
  }

  /** Returns the pending authorizations, all of providers that are on the shelf. */
  PendingAuthorizations authorizations() {
    return authorizations;
  }

  /** Returns the claims, all of providers that are on the shelf. */
  TakenClaims claims() {
    return claims;
  }

  /** Returns the history, also of providers that are not on the shelf any more. */
  KeptHistory history() {
    return history;
  }

  /** Runs an operation with a note that is kept if it changes something. */
  <R extends @Nullable Object> R record(HistoryNote note, Function<TenantShelf, R> operation) {
    List<Change> heard = new ArrayList<>();
    made = heard;
    try {
      R result = operation.apply(this);
      if (!heard.isEmpty()) {
        List<String> notifications =
            heard.stream().filter(c -> c.kind() == Kind.BINDING).map(Change::subject).toList();
        note.rows(notifications).forEach(row -> history.add(row, clock.instant()));
      }
      return result;
    } finally {
      made = null;
    }
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
    Change change = new Change(tenant, kind, subject);
    changes.add(change);
    if (made != null) {
      made.add(change);
    }
  }

  Instant now() {
    return clock.instant();
  }

  /** Returns whether there is neither a provider nor a binding. */
  boolean isUnused() {
    return byId.isEmpty() && bindings.isEmpty();
  }

  boolean isEmpty() {
    return isUnused() && history.isEmpty();
  }

  void clear() {
    byId.clear();
    byNameKey.clear();
    authorizations.clear();
    claims.clear();
    bindings.clear();
    history.clear();
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
