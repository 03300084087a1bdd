package io.calloutauth.engine;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cache of one slot's token, as its routes carry it: a route caches the slot's own token and no
 * other, and none once the slot has another or none. Thread-safe.
 */
final class CarriedTokens {

  /**
   * One route's place in the cache.
   *
   * @param <C> what callouts carry
   */
  static class Place<C> {

    /** A racy cache: of two that carry one token either is as good. */
    private @Nullable C latest;

    private boolean dropped;

    /** Returns what callouts carry, or null when that is to be made. */
    final @Nullable C latest() {
      return latest;
    }
  }

  /** The first place, by itself: nearly every slot has one at most, and there are thousands. */
  private @Nullable Place<?> first;

  private @Nullable Set<Place<?>> others;
  private @Nullable ReadyToken current;

  /** Caches what carries a token, unless the place or the token is the slot's no more. */
  synchronized <C> void cache(Place<C> place, ReadyToken token, C carried) {
    if (token == current && !place.dropped) {
      place.latest = carried;
      add(place);
    }
  }

  private void add(Place<?> place) {
    if (first == null) {
      first = place;
    } else if (place != first) {
      others = others == null ? new HashSet<>() : others;
      others.add(place);
    }
  }

  /** Replaces the slot's token, by null for none: no route caches another from here on. */
  synchronized void replace(@Nullable ReadyToken token) {
    if (token != current) {
      clear();
    }
    current = token;
  }

  private void clear() {
    if (first != null) {
      first.latest = null;
    }
    if (others != null) {
      others.forEach(place -> place.latest = null);
    }
    first = null;
    others = null;
  }

  /** Empties a place that is no more, for good. */
  synchronized void drop(Place<?> place) {
    place.dropped = true;
    place.latest = null;
    if (place == first) {
      first = null;
    }
    if (others != null) {
      others.remove(place);
    }
  }
}
