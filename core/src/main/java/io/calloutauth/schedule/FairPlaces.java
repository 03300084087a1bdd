package io.calloutauth.schedule;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bulkhead that is fair to tenants: a bounded number of places, for which tenants take turns in a
 * {@link FairQueue}. A tenant gets one more place only while it holds fewer than are left free, so
 * that one whose work hangs is out of places before the others are, and so are several of them. The
 * last eighth is kept for those that hold little: of it a tenant gets a place only while it holds
 * less than a hundredth of what is left free, so that not even a crowd of tenants leaves the next
 * one nothing. Of a tenant that neither holds a place nor waits it keeps at most that it was
 * refused, until all places are free. Thread-safe.
 *
 * @param <W> who waits for a place
 */
public final class FairPlaces<W> {

  private static final int SHARES_OF_THE_LAST = 100;
  private static final int MOST_REFUSED = 1_000;

  private final int perTenant;
  private final int last;
  private final Map<String, Integer> held = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
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
    this.last = places / 8;
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

  /** Takes out all that wait; empty when nobody does. */
  public synchronized List<W> takeWaiting() {
    return waiting.takeAll();
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
    if (held.isEmpty()) {
      refused.clear();
    }
  }

  /**
   * Notes that a tenant found no place.
   *
   * @return whether it is the tenant's first refusal since all places were free; of no more than
   *     1,000 tenants until then
   */
  public synchronized boolean refuse(String tenant) {
    return refused.size() < MOST_REFUSED && refused.add(tenant);
  }

  /** Returns whether a tenant may have one more place now. */
  public synchronized boolean hasRoom(String tenant) {
    int holds = held.getOrDefault(tenant, 0);
    long weight = free > last ? holds : (long) holds * SHARES_OF_THE_LAST;
    return holds < perTenant && weight < free;
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
