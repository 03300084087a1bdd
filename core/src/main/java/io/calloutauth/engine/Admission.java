package io.calloutauth.engine;

import io.calloutauth.engine.Admission.Occupancy.Place;
import io.calloutauth.engine.Clocks.Moment;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The admission control of a bulkhead: who gets a place next. Of endpoints that nothing is known of
 * a few start at once, and the others one by one. Not thread-safe.
 */
final class Admission {

  /** How many of unknown standing start at once. Those who take turns have the rest. */
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
    boolean inTurn = place.standing() != EndpointHealth.UNKNOWN || startsAtOnce() || turns.isNext();
    return inTurn && occupancy.hasRoom(place);
  }

  private boolean startsAtOnce() {
    return occupancy.ofUnknown() < UNKNOWN_AT_ONCE;
  }

  /** Who came first may wait for tarpits that came before; who comes now need not. */
  private boolean overtakes(Place place, Place earlier) {
    return place.standing() == EndpointHealth.UNKNOWN
        && earlier.standing() == EndpointHealth.UNKNOWN
        && occupancy.ofTenant(place) <= occupancy.ofTenant(earlier);
  }

  /** Takes a place. */
  void take(Place place) {
    if (place.standing() == EndpointHealth.UNKNOWN && !startsAtOnce()) {
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
    boolean anyWaits = waiting.stream().anyMatch(p -> p.standing() == EndpointHealth.UNKNOWN);
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

  /** Counts the places that are taken. Not thread-safe. */
  static final class Occupancy {

    /**
     * Whose place it is.
     *
     * @param tenant the tenant
     * @param host the endpoint's host
     * @param standing what is known of the endpoint
     */
    record Place(String tenant, String host, EndpointHealth standing) {}

    /**
     * How many places there are.
     *
     * @param inAll for all together
     * @param perHost for one endpoint host
     * @param perTenant for one tenant
     */
    record Bounds(int inAll, int perHost, int perTenant) {}

    private final Bounds bounds;
    private final Map<String, Integer> perHost = new HashMap<>();
    private final Map<String, Integer> perTenant = new HashMap<>();

    /** How many are taken by a standing or a worse one. */
    private final Map<EndpointHealth, Integer> byStanding = new EnumMap<>(EndpointHealth.class);

    Occupancy(Bounds bounds) {
      this.bounds = bounds;
    }

    void take(Place place) {
      change(place, 1);
    }

    void leave(Place place) {
      change(place, -1);
    }

    private void change(Place place, int change) {
      for (EndpointHealth better : EnumSet.range(EndpointHealth.PROMPT, place.standing())) {
        byStanding.merge(better, change, Integer::sum);
      }
      perHost.merge(place.host(), change, Occupancy::sumOrGone);
      perTenant.merge(place.tenant(), change, Occupancy::sumOrGone);
    }

    private static @Nullable Integer sumOrGone(Integer a, Integer b) {
      return a + b == 0 ? null : a + b;
    }

    /** Tells whether a place is free. */
    boolean hasRoom(Place place) {
      return EnumSet.range(EndpointHealth.PROMPT, place.standing()).stream()
              .allMatch(better -> byStanding.getOrDefault(better, 0) < better.most())
          && inAll() < bounds.inAll()
          && perHost.getOrDefault(place.host(), 0) < bounds.perHost()
          && ofTenant(place) < bounds.perTenant();
    }

    /** Returns how many places the place's tenant has taken. */
    int ofTenant(Place place) {
      return perTenant.getOrDefault(place.tenant(), 0);
    }

    /** Returns how many are taken in all. */
    int inAll() {
      return byStanding.getOrDefault(EndpointHealth.PROMPT, 0);
    }

    /** Returns how many are taken by endpoints that nothing is known of. */
    int ofUnknown() {
      return byStanding.getOrDefault(EndpointHealth.UNKNOWN, 0)
          - byStanding.getOrDefault(EndpointHealth.SLOW, 0);
    }
  }
}
