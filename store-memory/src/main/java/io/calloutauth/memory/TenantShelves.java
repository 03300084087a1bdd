package io.calloutauth.memory;

import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.HistoryNote;
import java.time.InstantSource;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The shelves of all tenants, each behind a lock of its own. A tenant has a shelf for as long as it
 * has something on it.
 */
final class TenantShelves {

  private final Map<String, TenantShelf> shelves;
  private final MemoryChangeLog changes;
  private final InstantSource clock;
  private final @Nullable HistoryNote note;

  TenantShelves(MemoryChangeLog changes, InstantSource clock) {
    this(new ConcurrentHashMap<>(), changes, clock, null);
  }

  private TenantShelves(
      Map<String, TenantShelf> shelves,
      MemoryChangeLog changes,
      InstantSource clock,
      @Nullable HistoryNote note) {
    this.shelves = shelves;
    this.changes = changes;
    this.clock = clock;
    this.note = note;
  }

  /** Returns the same shelves, with a note that is kept along with each change. */
  TenantShelves recording(HistoryNote change) {
    return new TenantShelves(shelves, changes, clock, change);
  }

  /** Runs an operation that needs something of the tenant to be there already. */
  <R extends @Nullable Object> R in(String tenant, Function<TenantShelf, R> operation) {
    TenantShelf shelf = shelves.get(tenant);
    // To such an operation, a tenant without a shelf and one with an empty shelf are the same.
    R result = run(shelf == null ? emptyShelf(tenant) : shelf, operation);
    if (shelf != null) {
      removeIfEmpty(tenant, shelf);
    }
    return result;
  }

  private void removeIfEmpty(String tenant, TenantShelf shelf) {
    if (locked(shelf, TenantShelf::isEmpty)) {
      shelves.computeIfPresent(
          tenant, (name, left) -> locked(left, TenantShelf::isEmpty) ? null : left);
    }
  }

  /** Runs an operation that may put the first thing on a tenant's shelf. */
  <R> R inMade(String tenant, Function<TenantShelf, R> operation) {
    AtomicReference<R> result = new AtomicReference<>();
    // Inside the map's own lock, so that no purge takes the shelf away before something is on it.
    shelves.compute(
        tenant,
        (name, present) -> {
          TenantShelf shelf = present == null ? emptyShelf(name) : present;
          result.set(run(shelf, operation));
          return shelf.isEmpty() ? null : shelf;
        });
    return Objects.requireNonNull(result.get());
  }

  /** Runs an operation on each shelf, one after the other. */
  void each(Consumer<TenantShelf> operation) {
    for (TenantShelf shelf : shelves.values()) {
      synchronized (shelf) {
        operation.accept(shelf);
      }
    }
    shelves.forEach(this::removeIfEmpty);
  }

  /** Returns the tenants that have a provider or a binding, in the order of their ids. */
  NavigableSet<String> tenants() {
    NavigableSet<String> tenants = new TreeSet<>();
    shelves.forEach(
        (tenant, shelf) -> {
          if (!locked(shelf, TenantShelf::isUnused)) {
            tenants.add(tenant);
          }
        });
    return tenants;
  }

  void purge(String tenant) {
    shelves.computeIfPresent(
        tenant,
        (name, shelf) -> {
          synchronized (shelf) {
            // Whoever still holds the shelf finds nothing on it, and can put nothing there.
            shelf.clear();
            shelf.changed(Kind.TENANT, "");
          }
          return null;
        });
  }

  private TenantShelf emptyShelf(String tenant) {
    return new TenantShelf(tenant, changes, clock);
  }

  private <R extends @Nullable Object> R run(
      TenantShelf shelf, Function<TenantShelf, R> operation) {
    HistoryNote recorded = note;
    return locked(shelf, recorded == null ? operation : held -> held.record(recorded, operation));
  }

  private static <R extends @Nullable Object> R locked(
      TenantShelf shelf, Function<TenantShelf, R> operation) {
    synchronized (shelf) {
      return operation.apply(shelf);
    }
  }
}
