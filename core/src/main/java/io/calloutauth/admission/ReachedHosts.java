package io.calloutauth.admission;

import io.calloutauth.endpoint.Origin;
import io.calloutauth.schedule.RateLimit;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A bounded cache of the hosts that a tenant's commands reached within a day, and the rate limiter
 * of hosts that are not among them. A host that had to make room for another counts as new. Not
 * thread-safe.
 */
final class ReachedHosts {

  static final Duration REMEMBERED = Duration.ofDays(1);
  static final int MOST = 1_000;

  private final RateLimit newOnes = new RateLimit(Duration.ZERO, 20);

  /** When each was reached last; least recently first. */
  private final Map<Origin, Long> reached = new LinkedHashMap<>(4, 0.75f, true);

  /** Returns zero, or how long some hosts may not be reached because too many of them are new. */
  Duration left(Set<Origin> hosts, long nowNanos) {
    forget(nowNanos);
    return newOnes.left(nowNanos, unknown(hosts));
  }

  /** Notes that hosts are reached. */
  void reach(Set<Origin> hosts, long nowNanos) {
    for (int places = unknown(hosts); places > 0; places--) {
      newOnes.take(nowNanos);
    }
    hosts.forEach(host -> reached.put(host, nowNanos));
    Iterator<Origin> eldest = reached.keySet().iterator();
    while (reached.size() > MOST) {
      eldest.next();
      eldest.remove();
    }
  }

  /** Tells whether it would be the same as a new one. */
  boolean isOver(long nowNanos) {
    forget(nowNanos);
    return reached.isEmpty() && newOnes.isIdle(nowNanos);
  }

  int size() {
    return reached.size();
  }

  private int unknown(Set<Origin> hosts) {
    return (int) hosts.stream().filter(host -> !reached.containsKey(host)).count();
  }

  private void forget(long nowNanos) {
    Iterator<Long> since = reached.values().iterator();
    while (since.hasNext() && nowNanos - since.next() >= REMEMBERED.toNanos()) {
      since.remove();
    }
  }
}
