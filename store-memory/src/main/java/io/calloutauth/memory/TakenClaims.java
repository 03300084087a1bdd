package io.calloutauth.memory;

import io.calloutauth.store.Claim;
import io.calloutauth.store.ProviderKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The claims of one tenant; guarded by its lock. */
final class TakenClaims {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<Work, Taken> byWork = new HashMap<>();

  private record Work(String providerId, String name) {

    static Work of(Claim claim) {
      return new Work(claim.provider().id(), claim.name());
    }
  }

  private record Taken(long owner, Span life) {}

  Optional<Claim> claim(ProviderKey provider, String name, Duration duration, Instant now) {
    Work work = new Work(provider.id(), name);
    @Nullable Taken taken = byWork.get(work);
    if (taken != null && !taken.life().isOver(now)) {
      return Optional.empty();
    }
    Claim claim = new Claim(provider, name, RANDOM.nextLong());
    byWork.put(work, new Taken(claim.owner(), new Span(now, duration)));
    return Optional.of(claim);
  }

  boolean extend(Claim claim, Duration duration, Instant now) {
    @Nullable Taken taken = byWork.get(Work.of(claim));
    if (taken == null || taken.owner() != claim.owner()) {
      return false;
    }
    byWork.put(Work.of(claim), new Taken(claim.owner(), new Span(now, duration)));
    return true;
  }

  /** Removes those of a provider. */
  void removeOf(String providerId) {
    byWork.keySet().removeIf(work -> work.providerId().equals(providerId));
  }

  /** Removes those that ran out, and returns how many there were. */
  int sweep(Instant now) {
    int before = byWork.size();
    byWork.values().removeIf(taken -> taken.life().isOver(now));
    return before - byWork.size();
  }

  void clear() {
    byWork.clear();
  }
}
