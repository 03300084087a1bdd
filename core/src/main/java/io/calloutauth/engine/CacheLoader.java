package io.calloutauth.engine;

import io.calloutauth.engine.TokenOutcome.Blocked;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.engine.TokenOutcome.StoreFailed;
import io.calloutauth.engine.TokenOutcome.Unroutable;
import io.calloutauth.store.BindingRow;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads routes and slots of one tenant from the store, on engine threads: a caller's own thread may
 * be inside a transaction whose rows are not committed. Thread-safe.
 */
final class CacheLoader {

  /** A store that changes all the time cannot keep a reader going round for ever. */
  private static final int MOST_TRIES = 5;

  private final String tenant;
  private final TenantCache holdings;
  private final EngineParts parts;
  private final Runnable beforeRead;
  private final Function<ProviderEntry, Slot> slots;
  private final Runnable added;
  private final SharedReads<Route> routeReads;
  private final SharedReads<SlotLookup> slotReads;

  /**
   * Makes a reader of a tenant: readers with the same holdings share their reads.
   *
   * @param shared what the readers of all tenants have in common
   */
  CacheLoader(TenantCache holdings, String tenant, Shared shared) {
    this.tenant = tenant;
    this.holdings = holdings;
    this.parts = shared.parts();
    this.beforeRead = shared.beforeRead();
    this.slots = shared.slots();
    this.added = shared.added();
    this.routeReads = holdings.routeReads();
    this.slotReads = holdings.slotReads();
  }

  /**
   * What the readers of all tenants have in common.
   *
   * @param parts the engine's parts
   * @param beforeRead makes sure that changes are listened to, before anything is read that is to
   *     be kept; throws {@link StoreException} when they cannot be
   * @param slots makes a slot
   * @param added hears of each route that is kept
   */
  record Shared(
      EngineParts parts,
      Runnable beforeRead,
      Function<ProviderEntry, Slot> slots,
      Runnable added) {}

  /** Reads a notification's route. */
  CompletableFuture<Route> route(String notificationId) {
    return routeReads.read(
        notificationId,
        () -> readRoute(notificationId),
        () -> deadEnd(Passing.CLOSED, notificationId),
        () -> deadEnd(unread(), notificationId));
  }

  /** Returns a provider's slot, or reads it. */
  CompletableFuture<SlotLookup> slot(String providerId) {
    Slot held = holdings.usableSlot(providerId, parts.now());
    if (held != null) {
      return CompletableFuture.completedFuture(SlotLookup.of(held));
    }
    return slotReads.read(
        providerId,
        () -> readSlot(providerId),
        () -> SlotLookup.none(Passing.CLOSED),
        () -> SlotLookup.none(unread()));
  }

  private static TokenOutcome unread() {
    return new StoreFailed(
        new StoreException("There was no thread to ask the store on", true, null));
  }

  private Route readRoute(String notificationId) {
    try {
      beforeRead.run();
      return keptRoute(notificationId);
    } catch (StoreException down) {
      return deadEnd(new StoreFailed(down), notificationId);
    }
  }

  private Route keptRoute(String notificationId) {
    Route route = deadEnd(Passing.SUPERSEDED, notificationId);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      long changes = holdings.changes();
      route = currentRoute(notificationId);
      boolean settled = !(route.deadEnd() instanceof Blocked);
      if (settled && holdings.keep(route, changes)) {
        added.run();
        return route;
      }
    }
    return route;
  }

  private Route currentRoute(String notificationId) {
    Optional<BindingRow> binding = parts.store().bindings().find(tenant, notificationId);
    String providerId = binding.map(BindingRow::providerId).orElse(null);
    Moment over = readBinding(notificationId, providerId);
    if (providerId == null) {
      Unroutable why = binding.isEmpty() ? Unroutable.UNBOUND : Unroutable.DETACHED;
      return Route.deadEnd(why, notificationId, parts.now(), over);
    }
    SlotLookup lookup = keptSlot(providerId);
    return lookup.slot() == null
        ? deadEnd(lookup.obstacleOr(Passing.SUPERSEDED), notificationId)
        : Route.to(
            holdings,
            lookup.slot(),
            notificationId,
            over == null ? holdings.providerOver(providerId, parts.now()) : over);
  }

  private @Nullable Moment readBinding(String notificationId, @Nullable String providerId) {
    String read = providerId == null ? "" : providerId;
    return holdings.readBinding(notificationId, read, parts.now());
  }

  private SlotLookup readSlot(String providerId) {
    try {
      beforeRead.run();
      return keptSlot(providerId);
    } catch (StoreException down) {
      return SlotLookup.none(new StoreFailed(down));
    }
  }

  private SlotLookup keptSlot(String providerId) {
    SlotLookup lookup = SlotLookup.none(Passing.SUPERSEDED);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      long changes = holdings.changes();
      lookup = currentSlot(providerId);
      if (lookup.slot() == null) {
        return lookup;
      }
      Slot kept = holdings.keep(lookup.slot(), changes);
      if (kept != null) {
        return SlotLookup.of(kept);
      }
    }
    return lookup;
  }

  private SlotLookup currentSlot(String providerId) {
    Slot held = holdings.usableSlot(providerId, parts.now());
    if (held != null) {
      return SlotLookup.of(held);
    }
    Optional<ProviderRow> row = parts.store().providers().find(new ProviderKey(tenant, providerId));
    holdings.readProvider(providerId, row.orElse(null), parts.now());
    return row.map(read -> SlotLookup.of(slots.apply(ProviderEntry.read(read, parts.policy()))))
        .orElseGet(() -> SlotLookup.none(new Blocked(providerId, Blocked.Reason.GONE)));
  }

  private Route deadEnd(TokenOutcome why, String notificationId) {
    return Route.deadEnd(why, notificationId, parts.now(), null);
  }
}
