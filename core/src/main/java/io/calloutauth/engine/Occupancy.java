package io.calloutauth.engine;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the places that are taken. Not thread-safe. */
final class Occupancy {

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
