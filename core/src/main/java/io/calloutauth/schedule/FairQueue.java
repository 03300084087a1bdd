package io.calloutauth.schedule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A fair queue: tenants take turns (round robin), and what one tenant puts in is served in its
 * order. A crowd of one tenant holds up nobody else. Keeps nothing of a tenant of which nothing
 * waits. Not thread-safe.
 *
 * @param <W> what waits
 */
public final class FairQueue<W> {

  private final Map<String, Deque<W>> waiting = new LinkedHashMap<>();

  /** Makes an empty queue. */
  public FairQueue() {}

  /** Puts something at the end of its tenant's line. */
  public void add(String tenant, W waiter) {
    waiting.computeIfAbsent(tenant, name -> new ArrayDeque<>()).addLast(waiter);
  }

  /** Takes something out before its turn; false when it is not there any more. */
  public boolean remove(String tenant, W waiter) {
    Deque<W> line = waiting.get(tenant);
    if (line == null || !line.remove(waiter)) {
      return false;
    }
    if (line.isEmpty()) {
      waiting.remove(tenant);
    }
    return true;
  }

  /** Takes out the first of the tenant whose turn it is; null when nothing waits. */
  public @Nullable W poll() {
    return poll(tenant -> true);
  }

  /** Takes out the first of the next tenant that is not to be left out; null when there is none. */
  public @Nullable W poll(Predicate<String> isServed) {
    Iterator<Map.Entry<String, Deque<W>>> lines = waiting.entrySet().iterator();
    while (lines.hasNext()) {
      Map.Entry<String, Deque<W>> line = lines.next();
      if (isServed.test(line.getKey())) {
        lines.remove();
        return first(line.getKey(), line.getValue());
      }
    }
    return null;
  }

  /** The tenant's others come after those of all tenants that wait now. */
  private W first(String tenant, Deque<W> line) {
    W first = line.removeFirst();
    if (!line.isEmpty()) {
      waiting.put(tenant, line);
    }
    return first;
  }

  /** Takes everything out. */
  public void clear() {
    waiting.clear();
  }

  /** Takes everything out and returns it, tenant by tenant; empty when nothing waits. */
  public List<W> takeAll() {
    List<W> all = waiting.values().stream().flatMap(Deque::stream).toList();
    clear();
    return all;
  }

  /** Returns whether nothing waits. */
  public boolean isEmpty() {
    return waiting.isEmpty();
  }
}
