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
}
