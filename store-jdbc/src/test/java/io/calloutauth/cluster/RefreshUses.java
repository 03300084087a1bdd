package io.calloutauth.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Each use of a refresh token, as whoever stands before the server sees it. Thread-safe. */
final class RefreshUses {

  /**
   * Where a refresh token stands.
   *
   * @param provider whose it is
   * @param family the authorization's number, counted over all providers
   * @param place how many came before it in its authorization
   */
  record Place(int provider, int family, int place) {}

  /**
   * A use.
   *
   * @param arrived when its token request came
   * @param answered when the response went out
   * @param taken whether the server gave another refresh token for it
   */
  record Use(Place token, int node, long arrived, long answered, boolean taken) {}

  private final Map<String, Place> places = new HashMap<>();
  private final List<Use> uses = new ArrayList<>();
  private final List<Place> revoked = new ArrayList<>();
  private int families;

  /** Takes an authorization's first refresh token, and returns the authorization's number. */
  synchronized int give(int provider, String token) {
    places.put(token, new Place(provider, ++families, 0));
    return families;
  }

  /** Takes a use that the server answered with another refresh token, or none: the empty text. */
  synchronized void use(ClusterGrant.Asked asked, String token, String next, long answered) {
    Place place = Objects.requireNonNull(places.get(token), "a refresh token that nobody gave");
    uses.add(new Use(place, asked.node(), asked.arrived(), answered, !next.isEmpty()));
    if (!next.isEmpty()) {
      places.put(next, new Place(place.provider(), place.family(), place.place() + 1));
    }
  }

  /** Takes a revocation; one of an access token says nothing here. */
  synchronized void revoke(String token) {
    @Nullable Place place = places.get(token);
    if (place != null) {
      revoked.add(place);
    }
  }

  /** Returns the uses in the order in which they were answered. */
  synchronized List<Use> all() {
    return List.copyOf(uses);
  }

  /** Returns the refresh tokens that were revoked. */
  synchronized List<Place> revoked() {
    return List.copyOf(revoked);
  }
}
