package io.calloutauth.memory;

import static java.util.stream.Collectors.toMap;

import io.calloutauth.store.PendingAuthorization;
import io.calloutauth.store.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pending authorizations of one tenant; guarded by its lock. */
final class PendingAuthorizations {

  private final Map<String, Begun> byState = new HashMap<>();

  private record Begun(PendingAuthorization pending, Span life) {

    boolean isOf(String providerId) {
      return pending.provider().id().equals(providerId);
    }

    PendingAuthorization shown(Instant now) {
      Duration left = life.left(now);
      return pending.toBuilder().endsIn(left).build();
    }
  }

  /** Returns how many are not over. */
  long count(Instant now) {
    return byState.values().stream().filter(begun -> !begun.life().isOver(now)).count();
  }

  /** Returns how many of a provider's are not over. */
  long count(String providerId, Instant now) {
    return byState.values().stream()
        .filter(begun -> begun.isOf(providerId) && !begun.life().isOver(now))
        .count();
  }

  boolean contains(String state) {
    return byState.containsKey(state);
  }

  void add(PendingAuthorization pending, Instant now) {
    byState.put(pending.state(), new Begun(pending, new Span(now, pending.endsIn())));
  }

  Optional<PendingAuthorization> take(String state, Instant now) {
    @Nullable Begun begun = byState.remove(state);
    return Optional.ofNullable(begun).map(taken -> taken.shown(now));
  }

  /** Returns the sealed values of a provider's that are not over, by state. */
  Map<String, Sealed> sealed(String providerId, Instant now) {
    return byState.values().stream()
        .filter(begun -> begun.isOf(providerId) && !begun.life().isOver(now))
        .map(Begun::pending)
        .collect(toMap(PendingAuthorization::state, PendingAuthorization::sealed));
  }

  /** Puts a sealed value in the place of the one that was read. */
  boolean reseal(String providerId, String state, Sealed read, Sealed now) {
    @Nullable Begun begun = byState.get(state);
    if (begun == null || !begun.isOf(providerId) || !begun.pending().sealed().equals(read)) {
      return false;
    }
    byState.put(state, new Begun(begun.pending().toBuilder().sealed(now).build(), begun.life()));
    return true;
  }

  /** Removes those of a provider. */
  void removeOf(String providerId) {
    byState.values().removeIf(begun -> begun.isOf(providerId));
  }

  /** Removes those that are over, and returns how many there were. */
  int sweep(Instant now) {
    int before = byState.size();
    byState.values().removeIf(begun -> begun.life().isOver(now));
    return before - byState.size();
  }

  void clear() {
    byState.clear();
  }
}
