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
 * deletes. Callouts do not count. Thread-safe.
 *
 * <p>Of a tenant only what counts is remembered: the hosts for a day, the number of commands for a
 * minute. A purged tenant is forgotten, and the one that gave a command least recently when there
 * are more tenants and hosts than a bound.
 */
final class CommandLimits {

  /** How many tenants and hosts are remembered in all: some 10 MB at most. */
  static final int MOST = 50_000;

  private final Clocks clocks;

  /** The tenant that gave a command least recently comes first. */
  private final Map<String, TenantCommands> tenants = new LinkedHashMap<>(16, 0.75f, true);

  private int size;

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
      TenantCommands commands = tenants.get(tenant);
      if (commands == null) {
        commands = new TenantCommands();
        tenants.put(tenant, commands);
        size += commands.size();
      }
      int before = commands.size();
      Duration wait = commands.take(kind, origins, clocks.nanos());
      size += commands.size() - before;
      makeRoom();
      return wait;
    }
  }

  private void makeRoom() {
    Iterator<TenantCommands> eldest = tenants.values().iterator();
    while (size > MOST) {
      size -= eldest.next().size();
      eldest.remove();
    }
  }

  /** Forgets a tenant that was purged. */
  synchronized void forget(String tenant) {
    TenantCommands purged = tenants.remove(tenant);
    size -= purged == null ? 0 : purged.size();
  }

  /** Forgets what does not count any more. */
  synchronized void sweep() {
    long now = clocks.nanos();
    tenants.values().removeIf(commands -> commands.isOver(now));
    size = tenants.values().stream().mapToInt(TenantCommands::size).sum();
  }

  /** Returns how many tenants and hosts are remembered. */
  synchronized int size() {
    return size;
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

    /** Takes a place and returns zero, or returns how long there is none and takes nothing. */
    Duration take(Kind kind, Set<Origin> origins, long nowNanos) {
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
      return hosts.isOver(nowNanos) && requests.isIdle(nowNanos) && stops.isIdle(nowNanos);
    }

    /** Returns how much it takes to remember it: one for the tenant, one for each host. */
    int size() {
      return 1 + hosts.size();
    }

    private static Duration longer(Duration one, Duration other) {
      return one.compareTo(other) >= 0 ? one : other;
    }
  }
}
