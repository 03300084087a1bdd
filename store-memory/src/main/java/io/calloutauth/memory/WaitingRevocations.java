package io.calloutauth.memory;

import io.calloutauth.store.UntoldRevocation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The untold revocations of one provider; guarded by its tenant's lock. */
final class WaitingRevocations {

  private final Map<String, Waiting> byId = new HashMap<>();

  private record Waiting(UntoldRevocation untold, Span life, Span pause) {

    UntoldRevocation claimed(Instant now) {
      return new UntoldRevocation(
          untold.provider(), untold.id(), untold.token(), life.left(now), untold.claims() + 1);
    }
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  int size() {
    return byId.size();
  }

  /** Returns the id of the key of each that is not over. */
  List<String> keyIds(Instant now) {
    return byId.values().stream()
        .filter(waiting -> waiting.life().runs(now))
        .map(waiting -> waiting.untold().token().keyId())
        .toList();
  }

  void keep(UntoldRevocation untold, Duration due, Instant now) {
    Span life = new Span(now, untold.endsIn());
    byId.put(untold.id(), new Waiting(untold, life, new Span(now, due)));
  }

  Optional<UntoldRevocation> claim(Duration duration, Instant now) {
    return byId.values().stream()
        .filter(waiting -> !waiting.pause().runs(now))
        .findAny()
        .map(waiting -> paused(waiting, waiting.claimed(now), new Span(now, duration)));
  }

  boolean putOff(UntoldRevocation claimed, Duration due, Instant now) {
    @Nullable Waiting waiting = byId.get(claimed.id());
    if (waiting == null || waiting.untold().claims() != claimed.claims()) {
      return false;
    }
    paused(waiting, claimed, new Span(now, due));
    return true;
  }

  void remove(String id) {
    byId.remove(id);
  }

  private UntoldRevocation paused(Waiting waiting, UntoldRevocation untold, Span pause) {
    byId.put(untold.id(), new Waiting(untold, waiting.life(), pause));
    return untold;
  }
}
