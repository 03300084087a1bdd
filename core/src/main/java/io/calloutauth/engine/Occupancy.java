package io.calloutauth.engine;

import io.calloutauth.engine.Occupancy.Place;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import java.time.Duration;
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
   * @param health what is known of the endpoint
   */
  record Place(String tenant, String host, EndpointHealth health) {}

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

  /** How many are taken by a health or a worse one. */
  private final Map<EndpointHealth, Integer> byHealth = new EnumMap<>(EndpointHealth.class);

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
    for (EndpointHealth better : EnumSet.range(EndpointHealth.PROMPT, place.health())) {
      byHealth.merge(better, change, Integer::sum);
    }
    perHost.merge(place.host(), change, Occupancy::sumOrGone);
    perTenant.merge(place.tenant(), change, Occupancy::sumOrGone);
  }

  private static @Nullable Integer sumOrGone(Integer a, Integer b) {
    return a + b == 0 ? null : a + b;
  }

  /** Tells whether a place is free. */
  boolean hasRoom(Place place) {
    return EnumSet.range(EndpointHealth.PROMPT, place.health()).stream()
            .allMatch(better -> byHealth.getOrDefault(better, 0) < better.most())
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
    return byHealth.getOrDefault(EndpointHealth.PROMPT, 0);
  }

  /** Returns how many are taken by endpoints that nothing is known of. */
  int ofUnknown() {
    return byHealth.getOrDefault(EndpointHealth.UNKNOWN, 0)
        - byHealth.getOrDefault(EndpointHealth.SLOW, 0);
  }

  /**
   * What is known of how long a token endpoint keeps a place, by the last token request with it.
   * The better it is, the more of all places a token request may take: so endpoints that hang leave
   * places for those that nothing is known of, and both leave places for those that answer.
   */
  enum EndpointHealth {
    /** It answered, whatever it said, or another node has a token from it. */
    PROMPT(64),
    /**
     * There was no token request yet. Many may hang: only a few start at once, and then they take
     * turns.
     */
    UNKNOWN(48),
    /** It could not be reached, or took most of the time that a token request has. */
    SLOW(16);

    private final int most;

    EndpointHealth(int most) {
      this.most = most;
    }

    /** Returns how many token requests of this health or a worse one may run at once. */
    int most() {
      return most;
    }

    /**
     * Returns the health after a token request.
     *
     * @param took how long it took
     * @param given how long it could have taken; waiting for a place leaves less than the deadline
     * @param deadline of a whole token request
     */
    EndpointHealth after(TokenResult response, Duration took, Duration given, Duration deadline) {
      Duration half = deadline.dividedBy(2);
      if (took.compareTo(half) > 0) {
        return SLOW;
      }
      TokenError error = response instanceof TokenFailure failure ? failure.error() : null;
      // Who had little time left says nothing about the server by running out of it.
      boolean ranOut = error == TokenError.UNREACHABLE && took.compareTo(given) >= 0;
      boolean hasty = ranOut && given.compareTo(half) < 0;
      return hasty || error == TokenError.NODE_FAULT ? this : told(error);
    }

    /**
     * Returns the health that the shared row tells of.
     *
     * @param failure the last one, or null when the last token request brought a token
     */
    static EndpointHealth told(@Nullable TokenFailure failure) {
      return told(failure == null ? null : failure.error());
    }

    private static EndpointHealth told(@Nullable TokenError error) {
      if (error == TokenError.NODE_FAULT) {
        return UNKNOWN;
      }
      return error == TokenError.UNREACHABLE ? SLOW : PROMPT;
    }
  }
}
