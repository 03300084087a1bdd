package io.calloutauth.engine;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cache of one slot's token, as its routes carry it: a route caches the slot's own token and no
 * other, and none once the slot has another or none. Thread-safe.
 */
final class CarriedTokens {

  /** The first route, by itself: nearly every slot has one at most, and there are thousands. */
  private @Nullable Route first;

  private @Nullable Set<Route> others;
  private @Nullable ReadyToken current;

  /** Lets a route cache what it carries, unless it or its token is the slot's no more. */
  synchronized void cache(Route route, RouteToken carried) {
    if (carried.token() == current && !route.isDropped()) {
      route.cache(carried);
      add(route);
    }
  }

  private void add(Route route) {
    if (first == null) {
      first = route;
    } else if (route != first) {
      others = others == null ? new HashSet<>() : others;
      others.add(route);
    }
  }

  /** Hears which token the slot has now, or null: no route caches another from here on. */
  synchronized void replace(@Nullable ReadyToken token) {
    if (token != current) {
      clear();
    }
    current = token;
  }

  private void clear() {
    if (first != null) {
      first.cache(null);
    }
    if (others != null) {
      others.forEach(route -> route.cache(null));
    }
    first = null;
    others = null;
  }

  /** Empties the cache of a route that is no more, for good. */
  synchronized void drop(Route route) {
    route.drop();
    if (route == first) {
      first = null;
    }
    if (others != null) {
      others.remove(route);
    }
  }
}
