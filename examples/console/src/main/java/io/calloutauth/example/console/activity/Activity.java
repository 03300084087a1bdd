package io.calloutauth.example.console.activity;

import io.calloutauth.CalloutAuthEvent;
import io.calloutauth.CalloutAuthListener;
import io.calloutauth.provider.ProviderId;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;

/**
 * Hears the library's events and remembers the latest of each tenant. In memory, for a
 * demonstration: a host writes an audit trail. Thread-safe.
 */
@Component
public final class Activity implements CalloutAuthListener {

  private final InstantSource clock;
  private final ConcurrentMap<String, TenantActivity> tenants = new ConcurrentHashMap<>();

  Activity(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void onEvent(CalloutAuthEvent event) {
    of(event.tenant()).add(event);
  }

  /** Returns a tenant's latest events, the latest first. */
  public List<CalloutAuthEvent> latest(String tenant, int limit) {
    return of(tenant).latest(event -> true, limit);
  }

  /** Returns the latest events about one provider of a tenant, the latest first. */
  public List<CalloutAuthEvent> latest(String tenant, ProviderId provider, int limit) {
    return of(tenant)
        .latest(event -> event.providerId().filter(provider::equals).isPresent(), limit);
  }

  /** Returns what a tenant's exchanges of the last hour came to. */
  public Hour lastHour(String tenant) {
    return of(tenant).lastHour(clock.instant());
  }

  private TenantActivity of(String tenant) {
    return tenants.computeIfAbsent(tenant, id -> new TenantActivity());
  }
}
