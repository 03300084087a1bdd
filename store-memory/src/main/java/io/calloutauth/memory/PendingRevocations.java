package io.calloutauth.memory;

import io.calloutauth.store.PendingRevocation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pending revocations of one provider; guarded by its tenant's lock. */
final class PendingRevocations {

  private final Map<String, Waiting> byId = new HashMap<>();

  private record Waiting(PendingRevocation pending, Span life, Span pause) {

    PendingRevocation claimed(Instant now) {
      return pending.claimed(life.left(now), pending.claims() + 1);
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
        .map(waiting -> waiting.pending().token().keyId())
        .toList();
  }

  void keep(PendingRevocation pending, Duration due, Instant now) {
    Span life = new Span(now, pending.endsIn());
    byId.put(pending.id(), new Waiting(pending, life, new Span(now, due)));
  }

  Optional<PendingRevocation> claim(Duration duration, Instant now) {
    return byId.values().stream()
        .filter(waiting -> !waiting.pause().runs(now))
        .findAny()
        .map(waiting -> paused(waiting, waiting.claimed(now), new Span(now, duration)));
  }

  boolean putOff(PendingRevocation claimed, Duration due, Instant now) {
    @Nullable Waiting waiting = byId.get(claimed.id());
    if (waiting == null || waiting.pending().claims() != claimed.claims()) {
      return false;
    }
    paused(waiting, claimed, new Span(now, due));
    return true;
  }

  void remove(String id) {
    byId.remove(id);
  }

  private PendingRevocation paused(Waiting waiting, PendingRevocation pending, Span pause) {
    byId.put(pending.id(), new Waiting(pending, waiting.life(), pause));
    return pending;
  }
}
