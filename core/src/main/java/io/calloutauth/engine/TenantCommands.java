package io.calloutauth.engine;

import io.calloutauth.endpoint.Origin;
import java.time.Duration;
import java.util.Set;

/** The rate limiters of one tenant's commands. Not thread-safe. */
final class TenantCommands {

  /** What a command asks for. */
  enum Kind {
    /** Requests at once: obtain, refresh, test, check, and the reading of a server's metadata. */
    REQUEST,
    /** That something ends: revoke, disable. An emergency may ask for many. */
    STOP
  }

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
