package io.calloutauth.engine;

import io.calloutauth.engine.Clocks.Moment;
import io.calloutauth.engine.Occupancy.EndpointHealth;
import io.calloutauth.engine.Occupancy.Place;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The admission control of a bulkhead: who gets a place next. Of endpoints that nothing is known of
 * a few start at once, and the others one by one. Not thread-safe.
 */
final class Admission {

  /** How many of unknown health start at once. Those who take turns have the rest. */
  private static final int UNKNOWN_AT_ONCE = 16;

  private static final int UNKNOWN_IN_TURN =
      EndpointHealth.UNKNOWN.most() - EndpointHealth.SLOW.most() - UNKNOWN_AT_ONCE;

  private final Occupancy occupancy;
  private final Spacing turns;

  /**
   * Makes free places.
   *
   * @param longest how long work holds its place at most
   */
  Admission(Occupancy occupancy, Clocks clocks, Duration longest) {
    this.occupancy = occupancy;
    this.turns = new Spacing(clocks, longest.dividedBy(UNKNOWN_IN_TURN));
  }

  /** Returns who may start now, or null when nobody may. */
  @Nullable Place next(Collection<Place> waiting) {
    Place next = null;
    for (Place place : waiting) {
      if (hasRoom(place) && (next == null || overtakes(place, next))) {
        next = place;
      }
    }
    return next;
  }

  private boolean hasRoom(Place place) {
    boolean inTurn = place.health() != EndpointHealth.UNKNOWN || startsAtOnce() || turns.isNext();
    return inTurn && occupancy.hasRoom(place);
  }

  private boolean startsAtOnce() {
    return occupancy.ofUnknown() < UNKNOWN_AT_ONCE;
  }

  /** Who came first may wait for tarpits that came before; who comes now need not. */
  private boolean overtakes(Place place, Place earlier) {
    return place.health() == EndpointHealth.UNKNOWN
        && earlier.health() == EndpointHealth.UNKNOWN
        && occupancy.ofTenant(place) <= occupancy.ofTenant(earlier);
  }

  /** Takes a place. */
  void take(Place place) {
    if (place.health() == EndpointHealth.UNKNOWN && !startsAtOnce()) {
      turns.take();
    }
    occupancy.take(place);
  }

  void leave(Place place) {
    occupancy.leave(place);
  }

  /** Returns how many places are taken. */
  int running() {
    return occupancy.inAll();
  }

  /** Returns how long it is until somebody's turn comes; zero when nobody waits for one. */
  Duration untilNextTurn(Collection<Place> waiting) {
    boolean anyWaits = waiting.stream().anyMatch(p -> p.health() == EndpointHealth.UNKNOWN);
    return anyWaits && !turns.isNext() ? turns.untilNext() : Duration.ZERO;
  }

  /** Lets one thing after another happen, a while apart. Not thread-safe. */
  private static final class Spacing {

    private final Clocks clocks;
    private final Duration apart;
    private Moment next;

    Spacing(Clocks clocks, Duration apart) {
      this.clocks = clocks;
      this.apart = apart;
      this.next = clocks.now();
    }

    /** Tells whether the next may happen now. */
    boolean isNext() {
      return next.reached(clocks.nanos(), clocks.millis());
    }

    /** Notes that it happens; the next may a while later. */
    void take() {
      next = clocks.now().plus(apart);
    }

    /** Returns how long it is until the next may happen; zero when it may. */
    Duration untilNext() {
      return next.until(clocks.now());
    }
  }

  /**
   * The queues before a bulkhead, one for each tenant, host and health, which take turns. Not
   * thread-safe.
   *
   * @param <J> what waits
   */
  static final class WaitingLine<J> {

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
}
