package io.calloutauth.admission;

import io.calloutauth.endpoint.Origin;
import io.calloutauth.schedule.Clocks;
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
public final class CommandLimits {

  /** What a command asks for. */
  public enum Kind {
    /** Requests at once: obtain, refresh, test, check, and the reading of a server's metadata. */
    REQUEST,
    /** That something ends: revoke, disable. An emergency may ask for many. */
    STOP,
    /** To tell of a response in a browser that is to nothing known: anybody may send it. */
    STRAY
  }

  /** How many tenants and hosts are remembered in all: some 10 MB at most. */
  static final int MOST = 50_000;

  private final Clocks clocks;

  /** The tenant that gave a command least recently comes first. */
  private final Map<String, TenantCommands> tenants = new LinkedHashMap<>(16, 0.75f, true);

  private int size;

  /** Makes limits that nothing counts against yet. */
  public CommandLimits(Clocks clocks) {
    this.clocks = clocks;
  }

  /**
   * Takes a place for a command. Does not block.
   *
   * @param endpoints that it may reach; a host on another port counts as another host
   * @return zero, or how long there is no place: then nothing was taken
   */
  public Duration take(String tenant, Kind kind, Collection<URI> endpoints) {
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
  public synchronized void forget(String tenant) {
    TenantCommands purged = tenants.remove(tenant);
    size -= purged == null ? 0 : purged.size();
  }

  /** Forgets what does not count any more. */
  public synchronized void sweep() {
    long now = clocks.nanos();
    tenants.values().removeIf(commands -> commands.isOver(now));
    size = tenants.values().stream().mapToInt(TenantCommands::size).sum();
  }

  /** Returns how many tenants and hosts are remembered. */
  public synchronized int size() {
    return size;
  }
}
