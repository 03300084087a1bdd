package io.calloutauth.engine;

import io.calloutauth.engine.Clocks.Moment;
import io.calloutauth.engine.TokenOutcome.Blocked;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.engine.TokenOutcome.StoreFailed;
import io.calloutauth.engine.TokenOutcome.Unroutable;
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
  private final SlotFactory slots;

  /**
   * Makes a loader.
   *
   * @param fills confirms what is read and kept
   */
  CacheLoader(
      TenantCaches<C> tenants,
      BindingStore bindings,
      ProviderEntry.Reader providers,
      FillConfirmation fills,
      SlotFactory slots) {
    this.tenants = tenants;
    this.bindings = bindings;
    this.providers = providers;
    this.fills = fills;
    this.slots = slots;
  }

  /** Returns the caches that it loads. */
  TenantCaches<C> tenants() {
    return tenants;
  }

  /** Asks a provider's slot, and its successor when it is given up meanwhile. */
  CompletableFuture<TokenOutcome> askSlot(
      ProviderKey key, Function<Slot, CompletableFuture<TokenOutcome>> question) {
    return tenants.whilePinned(
        key.tenant(),
        cache ->
            Tries.ask(
                () -> loadSlot(cache, key.id()).thenCompose(found -> ask(found, question)),
                outcome -> outcome == Passing.SUPERSEDED));
  }

  private static CompletableFuture<TokenOutcome> ask(
      SlotLookup found, Function<Slot, CompletableFuture<TokenOutcome>> question) {
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
    return cache
        .routeReads()
        .read(
            notificationId,
            () -> readRoute(cache, notificationId),
            () -> deadEnd(Passing.CLOSED, notificationId),
            () -> deadEnd(unread(), notificationId));
  }

  /** Reads a route's rows again behind its use, once it is time to. Does not block. */
  void confirm(TenantCache<C> cache, Route<C> route) {
    fills.confirm(cache, route);
  }

  private CompletableFuture<SlotLookup> loadSlot(TenantCache<C> cache, String providerId) {
    Slot held = cache.usableSlot(providerId, tenants.now());
    return held != null
        ? CompletableFuture.completedFuture(SlotLookup.of(held))
        : cache
            .slotReads()
            .read(
                providerId,
                () -> readSlot(cache, providerId),
                () -> SlotLookup.none(Passing.CLOSED),
                () -> SlotLookup.none(unread()));
  }

  private static TokenOutcome unread() {
    return new StoreFailed(
        new StoreException("There was no thread to ask the store on", true, null));
  }

  private Route<C> readRoute(TenantCache<C> cache, String notificationId) {
    try {
      fills.begin();
      return readAndKeepRoute(cache, notificationId);
    } catch (StoreException down) {
      return deadEnd(new StoreFailed(down), notificationId);
    }
  }

  private Route<C> readAndKeepRoute(TenantCache<C> cache, String notificationId) {
    Route<C> route = deadEnd(Passing.SUPERSEDED, notificationId);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      long changes = cache.changes();
      route = findRoute(cache, notificationId);
      route.fill(fills.stamp());
      boolean settled = !(route.deadEnd() instanceof Blocked);
      if (settled && cache.keep(route, changes)) {
        slots.eviction().noteAddition();
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
      return Route.deadEnd(why, notificationId, tenants.now(), over);
    }
    SlotLookup lookup = readAndKeepSlot(cache, providerId);
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

  private SlotLookup readSlot(TenantCache<C> cache, String providerId) {
    try {
      fills.begin();
      return readAndKeepSlot(cache, providerId);
    } catch (StoreException down) {
      return SlotLookup.none(new StoreFailed(down));
    }
  }

  private SlotLookup readAndKeepSlot(TenantCache<C> cache, String providerId) {
    SlotLookup lookup = SlotLookup.none(Passing.SUPERSEDED);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      long changes = cache.changes();
      lookup = findSlot(cache, providerId);
      if (lookup.slot() == null) {
        return lookup;
      }
      Slot kept = cache.keep(lookup.slot(), changes);
      if (kept != null) {
        return SlotLookup.of(kept);
      }
    }
    return lookup;
  }

  private SlotLookup findSlot(TenantCache<C> cache, String providerId) {
    Slot held = cache.usableSlot(providerId, tenants.now());
    if (held != null) {
      return SlotLookup.of(held);
    }
    Optional<ProviderRow> row = providers.rows().find(new ProviderKey(cache.tenant(), providerId));
    cache.compare(providerId, row.orElse(null), tenants.now());
    return row.map(read -> SlotLookup.of(slots.create(providers.read(read))))
        .orElseGet(() -> SlotLookup.none(new Blocked(providerId, Blocked.Reason.GONE)));
  }

  private Route<C> deadEnd(TokenOutcome why, String notificationId) {
    return Route.deadEnd(why, notificationId, tenants.now(), null);
  }

  /**
   * Makes slots, and lets the eviction know of everything that is added to the caches. Thread-safe.
   *
   * @param clocks tell the time
   * @param launcher starts the slots' token requests
   * @param eviction makes room when it is time to
   */
  record SlotFactory(Clocks clocks, Slot.Launcher launcher, CacheEviction eviction) {

    Slot create(ProviderEntry entry) {
      eviction.noteAddition();
      return new Slot(entry, clocks, launcher);
    }
  }
}
