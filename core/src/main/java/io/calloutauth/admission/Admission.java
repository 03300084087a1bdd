package io.calloutauth.admission;

import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.schedule.FairPlaces;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The admission control of a bulkhead: who gets a place next. Of endpoints that nothing is known of
 * a few start at once, as many of a tenant as leave such places to the others, and the rest one by
 * one. Not thread-safe.
 */
final class Admission {

  /** How many of unknown health start at once. Those who take turns have the rest. */
  private static final int UNKNOWN_AT_ONCE = 16;

  private static final int UNKNOWN_IN_TURN =
      EndpointHealth.UNKNOWN.most() - EndpointHealth.SLOW.most() - UNKNOWN_AT_ONCE;

  private final Occupancy occupancy;

  /** For those of unknown health that start at once; nobody waits in line for them. */
  private final FairPlaces<Place> atOnce = new FairPlaces<>(UNKNOWN_AT_ONCE, UNKNOWN_AT_ONCE);

  private final Spacing turns;

  /**
   * Makes the admission control of places that are all free.
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

  /** Tells whether this one may start now. */
  boolean hasRoom(Place place) {
    boolean mayStart =
        place.health() != EndpointHealth.UNKNOWN
            || atOnce.hasRoom(place.tenant())
            || turns.isNext();
    return mayStart && occupancy.hasRoom(place);
  }

  /** Who came first may wait for tarpits that came before; who comes now need not. */
  private boolean overtakes(Place place, Place earlier) {
    return place.health() == EndpointHealth.UNKNOWN
        && earlier.health() == EndpointHealth.UNKNOWN
        && occupancy.ofTenant(place) <= occupancy.ofTenant(earlier);
  }

  /** Takes a place. */
  void take(Place place) {
    if (place.health() == EndpointHealth.UNKNOWN && !atOnce.take(place.tenant())) {
      turns.take();
    }
    occupancy.take(place);
  }

  /** Those that started in their turn count as the first to go: so no more start at once. */
  void leave(Place place) {
    occupancy.leave(place);
    if (occupancy.ofUnknown(place.tenant()) < atOnce.held(place.tenant())) {
      atOnce.leave(place.tenant());
    }
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
}
