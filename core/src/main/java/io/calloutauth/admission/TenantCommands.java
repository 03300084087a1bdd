package io.calloutauth.admission;

import io.calloutauth.endpoint.Origin;
import io.calloutauth.schedule.RateLimit;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/** The rate limiters of one tenant's commands. Not thread-safe. */
final class TenantCommands {

  private final RateLimit requests = new RateLimit(Duration.ZERO, 60);
  private final RateLimit stops = new RateLimit(Duration.ZERO, 600);
  private final RateLimit strays = new RateLimit(Duration.ZERO, 60);
  private final ReachedHosts hosts = new ReachedHosts();

  /** Takes a place and returns zero, or returns how long there is none and takes nothing. */
  Duration take(CommandLimits.Kind kind, Set<Origin> origins, long nowNanos) {
    RateLimit limit =
        switch (kind) {
          case REQUEST -> requests;
          case STOP -> stops;
          case STRAY -> strays;
        };
    Duration wait = longer(limit.left(nowNanos, 1), hosts.left(origins, nowNanos));
    if (wait.isZero()) {
      limit.take(nowNanos);
      hosts.reach(origins, nowNanos);
    }
    return wait;
  }

  /** Tells whether nothing of it counts any more. */
  boolean isOver(long nowNanos) {
    return hosts.isOver(nowNanos)
        && Stream.of(requests, stops, strays).allMatch(limit -> limit.isIdle(nowNanos));
  }

  /** Returns how much it takes to remember it: one for the tenant, one for each host. */
  int size() {
    return 1 + hosts.size();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
