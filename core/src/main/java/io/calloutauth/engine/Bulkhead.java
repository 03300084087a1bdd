package io.calloutauth.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many exchanges run at once: in all, per endpoint host and per tenant. Who finds no
 * place waits in a queue of its own tenant, host and standing, and the queues take turns, so that a
 * crowd for one host holds up nobody else. Endpoints that hang cannot take all places, however many
 * hosts and tenants they belong to: a part is kept for endpoints of a better {@link Standing}.
 * Thread-safe.
 */
final class Bulkhead {

  /**
   * Whose place it is.
   *
   * @param tenant the tenant
   * @param host the endpoint's host
   * @param standing what is known of the endpoint
   */
  record Place(String tenant, String host, Standing standing) {}

  /** What runs in a place. */
  @FunctionalInterface
  interface Work extends Runnable {

    /** Runs in place of {@link #run} when there are no threads any more. */
    default void rejected() {}

    /** Runs in place of {@link #run} when a thread for it could not be had this time. */
    default void broke(Throwable why) {}
  }

  private record Admitted(Place place, Work work) {}

  private static final int PER_HOST = 8;
  private static final int PER_TENANT = 16;

  private final Executor executor;
  private final Map<Place, Deque<Work>> waiting = new LinkedHashMap<>();
  private final Map<String, Integer> perHost = new HashMap<>();
  private final Map<String, Integer> perTenant = new HashMap<>();

  /** How many run of a standing or a worse one. */
  private final Map<Standing, Integer> running = new EnumMap<>(Standing.class);

  Bulkhead(Executor executor) {
    this.executor = executor;
  }

  /** Runs work as soon as there is a place for it. */
  void submit(Place place, Work work) {
    synchronized (this) {
      waiting.computeIfAbsent(place, p -> new ArrayDeque<>()).addLast(work);
    }
    start();
  }

  /** Takes back work that has not started; returns false when it has. */
  synchronized boolean withdraw(Place place, Work work) {
    Deque<Work> queue = waiting.get(place);
    if (queue == null || !queue.remove(work)) {
      return false;
    }
    if (queue.isEmpty()) {
      waiting.remove(place);
    }
    return true;
  }

  synchronized int running() {
    return running.getOrDefault(Standing.PROMPT, 0);
  }

  synchronized int waiting() {
    return waiting.values().stream().mapToInt(Deque::size).sum();
  }

  /** A place that comes free because its work did not start goes to whoever waits. */
  private void start() {
    boolean left = true;
    while (left) {
      left = false;
      for (Admitted admitted : admitted()) {
        left |= !started(admitted);
      }
    }
  }

  private boolean started(Admitted admitted) {
    try {
      executor.execute(() -> occupied(admitted));
      return true;
    } catch (RejectedExecutionException closed) {
      leave(admitted.place());
      admitted.work().rejected();
    } catch (RuntimeException | Error noThread) { // the machine is short of them
      leave(admitted.place());
      admitted.work().broke(noThread);
    }
    return false;
  }

  private synchronized List<Admitted> admitted() {
    List<Admitted> admitted = new ArrayList<>();
    for (Place place = nextPlace(); place != null; place = nextPlace()) {
      admitted.add(new Admitted(place, takeFrom(place)));
      occupy(place, 1);
    }
    return admitted;
  }

  private void occupied(Admitted admitted) {
    try {
      admitted.work().run();
    } finally {
      leave(admitted.place());
      start();
    }
  }

  private synchronized void leave(Place place) {
    occupy(place, -1);
  }

  private @Nullable Place nextPlace() {
    for (Place place : waiting.keySet()) {
      if (hasRoom(place.standing())
          && perHost.getOrDefault(place.host(), 0) < PER_HOST
          && perTenant.getOrDefault(place.tenant(), 0) < PER_TENANT) {
        return place;
      }
    }
    return null;
  }

  private boolean hasRoom(Standing standing) {
    return EnumSet.range(Standing.PROMPT, standing).stream()
        .allMatch(better -> running.getOrDefault(better, 0) < better.most());
  }

  /** Takes the first of a queue, and sends the queue to the end of the line. */
  private Work takeFrom(Place place) {
    Deque<Work> queue = Objects.requireNonNull(waiting.remove(place));
    Work work = queue.removeFirst();
    if (!queue.isEmpty()) {
      waiting.put(place, queue);
    }
    return work;
  }

  private void occupy(Place place, int change) {
    for (Standing better : EnumSet.range(Standing.PROMPT, place.standing())) {
      running.merge(better, change, Integer::sum);
    }
    perHost.merge(place.host(), change, Bulkhead::sumOrGone);
    perTenant.merge(place.tenant(), change, Bulkhead::sumOrGone);
  }

  private static @Nullable Integer sumOrGone(Integer a, Integer b) {
    return a + b == 0 ? null : a + b;
  }
}
