package io.calloutauth.admission;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the places that are taken. Of the places for a health a tenant gets one more only while it
 * holds fewer than are left free, so that one whose endpoints hang is out of them before the others
 * are. Not thread-safe.
 */
final class Occupancy {

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
  private final Map<String, Taken> perTenant = new HashMap<>();
  private final Taken all = new Taken();

  Occupancy(Bounds bounds) {
    this.bounds = bounds;
  }

  void take(Place place) {
    perTenant.computeIfAbsent(place.tenant(), name -> new Taken());
    change(place, 1);
  }

  void leave(Place place) {
    change(place, -1);
  }

  private void change(Place place, int change) {
    all.change(place.health(), change);
    perHost.merge(place.host(), change, Occupancy::sumOrGone);
    perTenant.computeIfPresent(
        place.tenant(), (name, taken) -> taken.change(place.health(), change) == 0 ? null : taken);
  }

  private static @Nullable Integer sumOrGone(Integer a, Integer b) {
    return a + b == 0 ? null : a + b;
  }

  /** Tells whether a place is free. */
  boolean hasRoom(Place place) {
    Taken own = of(place.tenant());
    return own.inAll() < bounds.perTenant()
        && perHost.getOrDefault(place.host(), 0) < bounds.perHost()
        && EnumSet.range(EndpointHealth.PROMPT, place.health()).stream()
            .allMatch(better -> own.orWorse(better) < free(better));
  }

  private int free(EndpointHealth health) {
    return Math.min(health.most(), bounds.inAll()) - all.orWorse(health);
  }

  private Taken of(String tenant) {
    return perTenant.getOrDefault(tenant, Taken.NONE);
  }

  /** Returns how many places the place's tenant has taken. */
  int ofTenant(Place place) {
    return of(place.tenant()).inAll();
  }

  /** Returns how many a tenant has taken with endpoints that nothing is known of. */
  int ofUnknown(String tenant) {
    return of(tenant).unknown();
  }

  /** Returns how many are taken in all. */
  int inAll() {
    return all.inAll();
  }

  /** How many places are taken, by the health of their endpoints. */
  private static final class Taken {

    private static final Taken NONE = new Taken();

    /** By a health or a worse one. */
    private final Map<EndpointHealth, Integer> orWorse = new EnumMap<>(EndpointHealth.class);

    /** Returns how many there are then. */
    int change(EndpointHealth health, int change) {
      for (EndpointHealth better : EnumSet.range(EndpointHealth.PROMPT, health)) {
        orWorse.merge(better, change, Integer::sum);
      }
      return inAll();
    }

    int orWorse(EndpointHealth health) {
      return orWorse.getOrDefault(health, 0);
    }

    int inAll() {
      return orWorse(EndpointHealth.PROMPT);
    }

    int unknown() {
      return orWorse(EndpointHealth.UNKNOWN) - orWorse(EndpointHealth.SLOW);
    }
  }
}
