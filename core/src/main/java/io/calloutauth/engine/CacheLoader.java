package io.calloutauth.engine;

import io.calloutauth.engine.Slot.Lookup;
import io.calloutauth.engine.TokenOutcome.Blocked;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.engine.TokenOutcome.StoreFailed;
import io.calloutauth.engine.TokenOutcome.Unroutable;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.schedule.SharedReads;
import io.calloutauth.store.BindingRow;
import io.calloutauth.store.BindingStore;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The loader of the caches: reads routes and slots from the store, on engine threads: a caller's
 * own thread may be inside a transaction whose rows are not committed. Thread-safe.
 *
 * @param <C> what callouts carry
 */
final class CacheLoader<C> {

  /** A store that changes all the time cannot keep a reader going round for ever. */
  private static final int MOST_TRIES = 5;

  private final TenantCaches<C> tenants;
  private final BindingStore bindings;
  private final ProviderEntry.Reader providers;
  private final FillConfirmation fills;
  private final Slot.Launcher launcher;
  private final SharedReads<Read, Route<C>> routeReads;
  private final SharedReads<Read, Lookup> slotReads;

  /** Which read it is: the id is a notification's or a provider's. */
  private record Read(String tenant, String id) {}

  /**
   * Makes a loader.
   *
   * @param fills confirms what is read and kept
   * @param launcher starts the slots' token requests
   */
  CacheLoader(
      TenantCaches<C> tenants,
      BindingStore bindings,
      ProviderEntry.Reader providers,
      FillConfirmation fills,
      Slot.Launcher launcher) {
    this.tenants = tenants;
    this.bindings = bindings;
    this.providers = providers;
    this.fills = fills;
    this.launcher = launcher;
    this.routeReads = new SharedReads<>(read -> fills.reads().of(read.tenant()));
    this.slotReads = new SharedReads<>(read -> fills.reads().of(read.tenant()));
  }

  /** Returns the caches that it loads. */
  TenantCaches<C> tenants() {
    return tenants;
  }

  /** Asks a provider's slot, and its successor when it is given up meanwhile. */
  CompletableFuture<TokenOutcome> askSlot(
      ProviderKey key, Function<Slot, CompletableFuture<TokenOutcome>> question) {
    return tenants.askWhilePassing(
        key.tenant(),
        cache -> loadSlot(cache, key.id()).thenCompose(found -> askFound(found, question)),
        outcome -> outcome == Passing.SUPERSEDED);
  }

  private static CompletableFuture<TokenOutcome> askFound(
      Lookup found, Function<Slot, CompletableFuture<TokenOutcome>> question) {
    return found.slot() == null
        ? CompletableFuture.completedFuture(found.obstacleOr(Passing.SUPERSEDED))
        : question.apply(found.slot());
  }

  /** Returns a notification's route, or reads it. */
  CompletableFuture<Route<C>> loadRoute(TenantCache<C> cache, String notificationId) {
    Route<C> route = cache.route(notificationId);
    if (route != null && !route.isOver(tenants.now())) {
      confirm(cache, route);
      return CompletableFuture.completedFuture(route);
    }
    return routeReads.read(
        new Read(cache.tenant(), notificationId),
        () -> readRoute(cache, notificationId),
        () -> deadEnd(Passing.CLOSED, notificationId),
        () -> deadEnd(unread(), notificationId));
  }

  /** Reads a route's rows again behind its use, once it is time to. Does not block. */
  void confirm(TenantCache<C> cache, Route<C> route) {
    fills.confirm(cache, route);
  }

  private CompletableFuture<Lookup> loadSlot(TenantCache<C> cache, String providerId) {
    Slot held = cache.usableSlot(providerId, tenants.now());
    return held != null
        ? CompletableFuture.completedFuture(Lookup.of(held))
        : slotReads.read(
            new Read(cache.tenant(), providerId),
            () -> readSlot(cache, providerId),
            () -> Lookup.none(Passing.CLOSED),
            () -> Lookup.none(unread()));
  }

  private static TokenOutcome unread() {
    return new StoreFailed(
        new StoreException("There was no thread to ask the store on", true, null));
  }

  private Route<C> readRoute(TenantCache<C> cache, String notificationId) {
    try {
      fills.begin();
      return readAndKeepRoute(cache, notificationId);
    } catch (RuntimeException thrown) {
      return deadEnd(failed(cache, thrown), notificationId);
    }
  }

  private static TokenOutcome failed(TenantCache<?> cache, RuntimeException thrown) {
    return new StoreFailed(SharedRows.storeFailure("Tenant " + cache.tenant(), thrown));
  }

  private Route<C> readAndKeepRoute(TenantCache<C> cache, String notificationId) {
    Route<C> route = deadEnd(Passing.SUPERSEDED, notificationId);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      long changes = cache.changes();
      route = findRoute(cache, notificationId);
      route.fill(fills.stamp());
      boolean settled = !(route.deadEnd() instanceof Blocked);
      if (settled && cache.keep(route, changes)) {
        tenants.noteAddition();
        return route;
      }
    }
    return route;
  }

  private Route<C> findRoute(TenantCache<C> cache, String notificationId) {
    Optional<BindingRow> binding = bindings.find(cache.tenant(), notificationId);
    String providerId = binding.map(BindingRow::providerId).orElse(null);
    Moment over = readAgain(cache, notificationId, providerId);
    if (providerId == null) {
      Unroutable why = binding.isEmpty() ? Unroutable.UNBOUND : Unroutable.DETACHED;
      boolean waits = cache.uncommitted().isBinding(notificationId);
      Unroutable told = waits ? Unroutable.UNCOMMITTED : why;
      return Route.deadEnd(told, notificationId, tenants.now(), over);
    }
    Lookup lookup = readAndKeepSlot(cache, providerId);
    return lookup.slot() == null
        ? deadEnd(lookup.obstacleOr(Passing.SUPERSEDED), notificationId)
        : Route.to(
            cache,
            lookup.slot(),
            notificationId,
            over == null ? cache.uncommitted().readAgain(providerId, tenants.now()) : over);
  }

  private @Nullable Moment readAgain(
      TenantCache<C> cache, String notificationId, @Nullable String providerId) {
    String read = providerId == null ? "" : providerId;
    return cache.uncommitted().readAgain(notificationId, read, tenants.now());
  }

  private Lookup readSlot(TenantCache<C> cache, String providerId) {
    try {
      fills.begin();
      return readAndKeepSlot(cache, providerId);
    } catch (RuntimeException thrown) {
      return Lookup.none(failed(cache, thrown));
    }
  }

  private Lookup readAndKeepSlot(TenantCache<C> cache, String providerId) {
    Lookup lookup = Lookup.none(Passing.SUPERSEDED);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      long changes = cache.changes();
      lookup = findSlot(cache, providerId);
      if (lookup.slot() == null) {
        return lookup;
      }
      Slot kept = cache.keep(lookup.slot(), changes);
      if (kept != null) {
        return Lookup.of(kept);
      }
    }
    return lookup;
  }

  private Lookup findSlot(TenantCache<C> cache, String providerId) {
    Slot held = cache.usableSlot(providerId, tenants.now());
    if (held != null) {
      return Lookup.of(held);
    }
    Optional<ProviderRow> row = providers.rows().find(new ProviderKey(cache.tenant(), providerId));
    cache.compare(providerId, row.orElse(null), tenants.now());
    return row.map(read -> Lookup.of(create(providers.read(read))))
        .orElseGet(() -> Lookup.none(new Blocked(providerId, Blocked.Reason.GONE)));
  }

  private Route<C> deadEnd(TokenOutcome why, String notificationId) {
    return Route.deadEnd(why, notificationId, tenants.now(), null);
  }

  private Slot create(ProviderEntry entry) {
    tenants.noteAddition();
    return new Slot(entry, tenants.clocks(), launcher);
  }

  /** Tells whoever waits for a read of the store that there will be none. */
  void close() {
    routeReads.close();
    slotReads.close();
  }
}
