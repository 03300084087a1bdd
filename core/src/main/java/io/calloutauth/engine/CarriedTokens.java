package io.calloutauth.engine;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cache of one slot's token, as its routes carry it: a route caches the slot's own token and no
 * other, and none once the slot has another or none. Thread-safe.
 */
final class CarriedTokens {

  private final Set<Route> routes = new HashSet<>();
  private @Nullable ReadyToken current;

  /** Lets a route cache what it carries, unless it or its token is the slot's no more. */
  synchronized void cache(Route route, RouteToken carried) {
    if (carried.token() == current && !route.isDropped()) {
      route.cache(carried);
      routes.add(route);
    }
  }

  /** Hears which token the slot has now, or null: no route caches another from here on. */
  synchronized void replace(@Nullable ReadyToken token) {
    if (token != current) {
      routes.forEach(route -> route.cache(null));
      routes.clear();
    }
    current = token;
  }

  /** Empties the cache of a route that is no more, for good. */
  synchronized void drop(Route route) {
    route.drop();
    routes.remove(route);
  }
}
