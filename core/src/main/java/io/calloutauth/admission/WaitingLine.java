package io.calloutauth.admission;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The queues before a bulkhead, one for each tenant, host and health, which take turns. Not
 * thread-safe.
 *
 * @param <J> what waits
 */
final class WaitingLine<J> {

  private final Map<Place, Deque<J>> queues = new LinkedHashMap<>();

  void add(Place place, J job) {
    queues.computeIfAbsent(place, p -> new ArrayDeque<>()).addLast(job);
  }

  /** Takes out what waits, before its turn; false when it does not wait. */
  boolean remove(Place place, J job) {
    Deque<J> queue = queues.get(place);
    if (queue == null || !queue.remove(job)) {
      return false;
    }
    if (queue.isEmpty()) {
      queues.remove(place);
    }
    return true;
  }

  /** Takes the first of a queue, and sends the queue to the end of the line. */
  J takeFrom(Place place) {
    Deque<J> queue = Objects.requireNonNull(queues.remove(place));
    J job = queue.removeFirst();
    if (!queue.isEmpty()) {
      queues.put(place, queue);
    }
    return job;
  }

  /** Takes out all that waits. */
  List<J> takeAll() {
    List<J> all = queues.values().stream().flatMap(Deque::stream).toList();
    queues.clear();
    return all;
  }

  /** Returns which places are waited for, in the order of turns. */
  Set<Place> places() {
    return queues.keySet();
  }

  int size() {
    return queues.values().stream().mapToInt(Deque::size).sum();
  }
}
