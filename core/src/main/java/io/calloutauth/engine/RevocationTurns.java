package io.calloutauth.engine;

import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.RevocationStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Takes turns by tenant for the revocations that this node offers: the next is of a tenant that has
 * none under way, and else of one that has fewer under way than could still start. So a tenant
 * whose servers hang holds up nobody else. Thread-safe; blocks as the store does.
 */
final class RevocationTurns {

  private final RevocationStore store;
  private final int mostAtOnce;
  private final Map<String, Integer> underWay = new HashMap<>();
  private int inAll;

  RevocationTurns(RevocationStore store, int mostAtOnce) {
    this.store = store;
    this.mostAtOnce = mostAtOnce;
  }

  /** Claims the next one, which is under way until it has {@linkplain #end ended}. */
  Optional<PendingRevocation> claim(Duration duration) {
    Set<String> busy = tenants(count -> true);
    Optional<PendingRevocation> next = store.claim(duration, busy);
    Set<String> full = next.isPresent() ? busy : tenants(this::isFull);
    if (next.isEmpty() && !full.equals(busy)) {
      next = store.claim(duration, full);
    }
    next.ifPresent(this::begin);
    return next;
  }

  private synchronized Set<String> tenants(Predicate<Integer> which) {
    return underWay.entrySet().stream()
        .filter(tenant -> which.test(tenant.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private boolean isFull(int count) {
    return count >= mostAtOnce - inAll;
  }

  private synchronized void begin(PendingRevocation claimed) {
    underWay.merge(claimed.provider().tenant(), 1, Integer::sum);
    inAll++;
  }

  synchronized void end(PendingRevocation claimed) {
    underWay.computeIfPresent(
        claimed.provider().tenant(), (tenant, count) -> count == 1 ? null : count - 1);
    inAll--;
  }
}
