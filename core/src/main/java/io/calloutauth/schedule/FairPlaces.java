package io.calloutauth.schedule;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bulkhead that is fair to tenants: a bounded number of places, for which tenants take turns in a
 * {@link FairQueue}. A tenant gets one more place only while it holds fewer than are left free, so
 * that one whose work hangs is out of places before the others are, and so are several of them.
 * Keeps nothing of a tenant that neither holds a place nor waits. Thread-safe.
 *
 * @param <W> who waits for a place
 */
public final class FairPlaces<W> {

  private final int perTenant;
  private final Map<String, Integer> held = new HashMap<>();
  private final FairQueue<W> waiting = new FairQueue<>();
  private int free;

  /**
   * Makes free places.
   *
   * @param places how many there are
   * @param perTenant how many of them a tenant may hold, however many are free
   */
  public FairPlaces(int places, int perTenant) {
    this.free = places;
    this.perTenant = perTenant;
  }

  /** Waits for a place; whoever joins asks for {@link #admit} next. */
  public synchronized void join(String tenant, W waiter) {
    waiting.add(tenant, waiter);
  }

  /** Waits no more; false when it was admitted already. */
  public synchronized boolean withdraw(String tenant, W waiter) {
    return waiting.remove(tenant, waiter);
  }

  /** Gives a place to the next one that may have it, and returns it; null when nobody may. */
  public synchronized @Nullable W admit(TenantOf<W> tenantOf) {
    W admitted = free == 0 ? null : waiting.poll(this::hasRoom);
    if (admitted != null) {
      held.merge(tenantOf.tenant(admitted), 1, Integer::sum);
      free--;
    }
    return admitted;
  }

  /** Takes a place without waiting for it; false when the tenant may have none now. */
  public synchronized boolean take(String tenant) {
    if (!hasRoom(tenant)) {
      return false;
    }
    held.merge(tenant, 1, Integer::sum);
    free--;
    return true;
  }

  /** Leaves a place; whoever leaves asks for {@link #admit} next, where anybody waits. */
  public synchronized void leave(String tenant) {
    held.computeIfPresent(tenant, (name, count) -> count == 1 ? null : count - 1);
    free++;
  }

  /** Returns whether a tenant may have one more place now. */
  public synchronized boolean hasRoom(String tenant) {
    int holds = held.getOrDefault(tenant, 0);
    return holds < perTenant && holds < free;
  }

  /** Returns how many places a tenant holds. */
  public synchronized int held(String tenant) {
    return held.getOrDefault(tenant, 0);
  }

  /** Returns how many tenants hold a place. */
  public synchronized int tenants() {
    return held.size();
  }

  /**
   * Tells whose a waiter is.
   *
   * @param <W> who waits for a place
   */
  @FunctionalInterface
  public interface TenantOf<W> {

    /** Returns its tenant. */
    String tenant(W waiter);
  }
}
