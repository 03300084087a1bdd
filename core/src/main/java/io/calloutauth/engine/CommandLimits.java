package io.calloutauth.engine;

import io.calloutauth.endpoint.Origin;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rate limiter of administrators' commands, for each tenant on this node: how many it may give
 * in a minute, and how many hosts these may reach that none of its commands reached within a day.
 * So a tenant can neither scan a network nor flood a server by way of providers that it creates and
 * deletes. Callouts do not count. A tenant without a command for a day is forgotten. Thread-safe.
 */
final class CommandLimits {

  private final Clocks clocks;

  /** The tenant that gave a command least recently comes first. */
  private final Map<String, TenantCommands> tenants = new LinkedHashMap<>(16, 0.75f, true);

  CommandLimits(Clocks clocks) {
    this.clocks = clocks;
  }

  /**
   * Takes a place for a command. Does not block.
   *
   * @param endpoints that it may reach; a host on another port counts as another host
   * @return zero, or how long there is no place: then nothing was taken
   */
  Duration take(String tenant, TenantCommands.Kind kind, Collection<URI> endpoints) {
    Set<Origin> origins =
        endpoints.stream()
            .filter(endpoint -> endpoint.getHost() != null)
            .map(Origin::of)
            .collect(Collectors.toSet());
    synchronized (this) {
      long now = clocks.nanos();
      forgetIdle(now);
      return tenants.computeIfAbsent(tenant, name -> new TenantCommands()).take(kind, origins, now);
    }
  }

  private void forgetIdle(long nowNanos) {
    Iterator<TenantCommands> eldest = tenants.values().iterator();
    while (eldest.hasNext() && eldest.next().isOver(nowNanos)) {
      eldest.remove();
    }
  }

  /** Returns how many tenants are remembered. */
  synchronized int size() {
    return tenants.size();
  }

  /**
   * A bounded cache of the hosts that a tenant's commands reached within a day, and the rate
   * limiter of hosts that are not among them. A host that had to make room for another counts as
   * new. Not thread-safe.
   */
  static final class ReachedHosts {

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

  /** The rate limiters of one tenant's commands. Not thread-safe. */
  static final class TenantCommands {

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
}
