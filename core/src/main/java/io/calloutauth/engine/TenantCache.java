package io.calloutauth.engine;

import io.calloutauth.admission.ProviderLimits;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.store.ProviderRow;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The cache of one tenant on this node: its routes by notification and its slots by provider.
 * Thread-safe.
 *
 * <p>What was read from the store is kept only if no change was heard of while it was read.
 *
 * @param <C> what callouts carry
 */
final class TenantCache<C> {

  private final String tenant;
  private final ConcurrentMap<String, Route<C>> routes = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Slot> slots = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, ProviderLimits> limits = new ConcurrentHashMap<>();
  private final UncommittedWrites uncommitted = new UncommittedWrites();
  private long changes;
  private @Nullable TokenOutcome closed;

  TenantCache(String tenant) {
    this.tenant = tenant;
  }

  String tenant() {
    return tenant;
  }

  @Nullable Route<C> route(String notificationId) {
    return routes.get(notificationId);
  }

  /** Returns a provider's slot unless it is retired. */
  @Nullable Slot slot(String providerId) {
    Slot slot = slots.get(providerId);
    return slot == null || slot.retired() != null ? null : slot;
  }

  ProviderLimits limits(String providerId) {
    return limits.computeIfAbsent(providerId, id -> new ProviderLimits());
  }

  /** Returns how many changes were heard of: what a later {@code keep} is measured by. */
  synchronized long changes() {
    return changes;
  }

  /** Keeps a route that was read, and returns true, unless a change was heard of since. */
  synchronized boolean keep(Route<C> route, long changesBefore) {
    if (closed != null) {
      return true;
    }
    if (changes != changesBefore) {
      return false;
    }
    drop(routes.put(route.notificationId(), route));
    return true;
  }

  /**
   * Keeps a slot that was read, and returns the one that is held now; null when a change was heard
   * of since. Others may have read the provider at the same moment: a slot whose tokens are not
   * those of the later row is retired.
   */
  @Nullable Slot keep(Slot slot, long changesBefore) {
    Slot outdated;
    synchronized (this) {
      if (closed != null) {
        slot.retire(closed);
        return slot;
      }
      if (changes != changesBefore) {
        return null;
      }
      Slot held = slot(slot.entry().id());
      if (held != null && !held.isOutdatedBy(slot.entry())) {
        held.replaceEntry(slot.entry());
        return held;
      }
      slots.put(slot.entry().id(), slot);
      outdated = held;
    }
    if (outdated != null) {
      outdated.retire(TokenOutcome.Passing.SUPERSEDED);
    }
    return slot;
  }

  /** Forgets a notification's route: what its receiver refused may be its provider's no more. */
  synchronized void forgetRoute(String notificationId) {
    changes++;
    Route<C> route = routes.remove(notificationId);
    drop(route);
    if (route != null) {
      route.endRefusal();
    }
  }

  private static void drop(@Nullable Route<?> route) {
    if (route != null && route.slot() != null) {
      route.slot().carried().drop(route);
    }
  }

  /** Retires a provider's slot, so that its token is gone and its routes are over. */
  void retire(String providerId, TokenOutcome why) {
    Slot slot;
    synchronized (this) {
      changes++;
      slot = slots.remove(providerId);
    }
    if (slot != null) {
      slot.retire(why);
    }
  }

  /** Retires a slot that was judged: one that took its place meanwhile stays. */
  void retire(Slot judged, TokenOutcome why) {
    synchronized (this) {
      changes++;
      slots.remove(judged.entry().id(), judged);
    }
    judged.retire(why);
  }

  /** Forgets a provider that is no more. */
  void forgetProvider(String providerId, TokenOutcome why) {
    retire(providerId, why);
    limits.remove(providerId);
  }

  /** Forgets everything. */
  void forgetAll(TokenOutcome why) {
    synchronized (this) {
      changes++;
      routes.clear();
    }
    for (String providerId : slots.keySet()) {
      forgetProvider(providerId, why);
    }
  }

  /** Forgets everything for good: what is read from now on is given up at once. */
  void close(TokenOutcome why) {
    synchronized (this) {
      closed = why;
    }
    forgetAll(why);
  }

  /** Notes that something was changed, so that what is being read now is not kept. */
  synchronized void noteChange() {
    changes++;
  }

  /** Takes in what was read of a provider: no row, or one of another epoch, retires its slot. */
  void compare(String providerId, @Nullable ProviderRow row, Moment now) {
    uncommitted.isPassing(providerId, row == null ? 0 : row.version(), now);
    Slot held = slot(providerId);
    if (held != null && (row == null || row.epoch() != held.entry().epoch())) {
      retire(held, TokenOutcome.Passing.SUPERSEDED);
    }
  }

  /** Returns a provider's slot, unless it is retired or its row is to be read again first. */
  @Nullable Slot usableSlot(String providerId, Moment now) {
    return uncommitted.isDue(providerId, now) ? null : slot(providerId);
  }

  /** Returns the writes of the tenant that wait for the commit of a host's transaction. */
  UncommittedWrites uncommitted() {
    return uncommitted;
  }

  /** Drops the routes that are over, and all dead ends when there are more routes than a bound. */
  synchronized void sweep(Moment now, int most) {
    uncommitted.sweep(now);
    routes.values().removeIf(route -> route.isOver(now));
    if (routes.size() > most) {
      routes.values().removeIf(route -> route.slot() == null);
    }
  }

  /** Drops the slots that are idle, the routes that are over, and the limits that limit nothing. */
  void sweepIdle(Moment now, int most) {
    for (Slot slot : slots.values()) {
      if (slot.isIdle(now)) {
        retire(slot, TokenOutcome.Passing.SUPERSEDED);
      }
    }
    sweep(now, most);
    limits.values().removeIf(limit -> limit.areIdle(now.nanos()));
  }

  /** Tells whether there is nothing of the tenant. */
  synchronized boolean isEmpty() {
    return routes.isEmpty() && slots.isEmpty() && uncommitted.isEmpty();
  }

  /** Tells whether a new cache would be the same. */
  boolean isIdle() {
    return isEmpty() && limits.isEmpty();
  }

  Collection<Slot> slots() {
    return slots.values();
  }

  int size() {
    return slots.size();
  }
}
