package io.calloutauth.engine;

import io.calloutauth.endpoint.Origin;
import io.calloutauth.engine.CommandLimits.Kind;
import java.time.Duration;
import java.util.Set;

/** What counts against the limits of one tenant's commands. Not thread-safe. */
final class TenantCommands {

  private final RateLimit requests = new RateLimit(Duration.ZERO, 60);
  private final RateLimit stops = new RateLimit(Duration.ZERO, 600);
  private final ReachedHosts hosts = new ReachedHosts();
  private long lastNanos;

  /** Takes a place and returns zero, or returns how long there is none and takes nothing. */
  Duration take(Kind kind, Set<Origin> origins, long nowNanos) {
    lastNanos = nowNanos;
    RateLimit limit = kind == Kind.REQUEST ? requests : stops;
    Duration wait = longer(limit.left(nowNanos, 1), hosts.left(origins, nowNanos));
    if (wait.isZero()) {
      limit.take(nowNanos);
      hosts.reach(origins, nowNanos);
    }
    return wait;
  }

  /** Tells whether nothing of it counts any more. */
  boolean isOver(long nowNanos) {
    return nowNanos - lastNanos >= ReachedHosts.REMEMBERED.toNanos();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
