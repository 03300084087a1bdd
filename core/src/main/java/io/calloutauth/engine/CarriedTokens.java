package io.calloutauth.engine;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cache of one slot's token, as its routes carry it: a route caches the slot's own token and no
 * other, and none once the slot has another or none. Thread-safe.
 */
final class CarriedTokens {

  /** Immutable while there is one at most, as with nearly every slot: there are thousands. */
  private Set<Route> routes = Set.of();

  private @Nullable ReadyToken current;

  /** Lets a route cache what it carries, unless it or its token is the slot's no more. */
  synchronized void cache(Route route, RouteToken carried) {
    if (carried.token() == current && !route.isDropped()) {
      route.cache(carried);
      add(route);
    }
  }

  private void add(Route route) {
    if (routes.isEmpty()) {
      routes = Set.of(route);
    } else if (!routes.contains(route)) {
      Set<Route> more = routes.size() == 1 ? new HashSet<>(routes) : routes;
      more.add(route);
      routes = more;
    }
  }

  /** Hears which token the slot has now, or null: no route caches another from here on. */
  synchronized void replace(@Nullable ReadyToken token) {
    if (token != current) {
      routes.forEach(route -> route.cache(null));
      routes = Set.of();
    }
    current = token;
  }

  /** Empties the cache of a route that is no more, for good. */
  synchronized void drop(Route route) {
    route.drop();
    if (routes.size() > 1) {
      routes.remove(route);
    } else if (routes.contains(route)) {
      routes = Set.of();
    }
  }
}
