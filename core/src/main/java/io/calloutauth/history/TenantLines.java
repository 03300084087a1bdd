package io.calloutauth.history;

import io.calloutauth.schedule.FairPlaces;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What waits of each tenant, each thing once and in its order. A tenant has as much room as it
 * leaves free, 10,000 at most, the last room is kept for those of which little waits, and tenants
 * take turns. Guarded by its owner's lock.
 *
 * @param <T> what waits
 */
final class TenantLines<T> {

  private static final int TENANTS_ROOM = 10_000;
  private static final int ROOM = 2 * TENANTS_ROOM;

  private final Map<String, Set<T>> lines = new LinkedHashMap<>();
  private FairPlaces<T> room = new FairPlaces<>(ROOM, TENANTS_ROOM);
  private int size;

  /** Adds what is not there yet; false when its tenant has no room. */
  boolean add(String tenant, T one) {
    Set<T> line = lines.get(tenant);
    if (line != null && line.contains(one)) {
      return true;
    }
    if (!room.take(tenant)) {
      return false;
    }
    size++;
    return lines.computeIfAbsent(tenant, name -> new LinkedHashSet<>()).add(one);
  }

  /** Notes that a tenant had no room; returns whether it is its first time since nothing waited. */
  boolean refuse(String tenant) {
    return room.refuse(tenant);
  }

  /** Returns so many at most, which stay here; their tenants come after the others next time. */
  List<T> next(int most) {
    Deque<Turn<T>> turns = new ArrayDeque<>();
    lines.forEach((tenant, line) -> turns.add(new Turn<>(tenant, line.iterator())));
    List<T> taken = new ArrayList<>();
    while (taken.size() < most && !turns.isEmpty()) {
      Turn<T> turn = turns.remove();
      taken.add(turn.line().next());
      if (turn.line().hasNext()) {
        turns.add(turn);
      }
      comeLast(turn.tenant());
    }
    return taken;
  }

  private record Turn<T>(String tenant, Iterator<T> line) {}

  private void comeLast(String tenant) {
    Set<T> line = lines.remove(tenant);
    if (line != null) {
      lines.put(tenant, line);
    }
  }

  /** Removes something; false when it is not there any more. */
  boolean remove(String tenant, T one) {
    Set<T> line = lines.get(tenant);
    if (line == null || !line.remove(one)) {
      return false;
    }
    if (line.isEmpty()) {
      lines.remove(tenant);
    }
    leave(tenant);
    return true;
  }

  /** Removes all of a tenant. */
  void forget(String tenant) {
    Set<T> line = lines.remove(tenant);
    if (line != null) {
      line.forEach(one -> leave(tenant));
    }
  }

  private void leave(String tenant) {
    room.leave(tenant);
    size--;
  }

  /** Removes all. */
  void clear() {
    lines.clear();
    room = new FairPlaces<>(ROOM, TENANTS_ROOM);
    size = 0;
  }

  int size() {
    return size;
  }
}
