package io.calloutauth;

import io.calloutauth.CalloutAuthEvent.Detail;
import io.calloutauth.CalloutAuthEvent.Subject;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The way in to each tenant. */
final class AllTenants implements CalloutAuthTenants {

  private final Parts parts;
  private final Sealing sealing;
  private final ConcurrentMap<String, CalloutAuth> tenants = new ConcurrentHashMap<>();

  AllTenants(Parts parts) {
    this.parts = parts;
    this.sealing = new StoreSealing(parts);
  }

  @Override
  public CalloutAuth tenant(String tenant) {
    CalloutAuth known = tenants.get(tenant);
    return known == null
        ? tenants.computeIfAbsent(
            Identifiers.tenant(tenant), id -> TenantCalloutAuth.among(parts, id))
        : known;
  }

  @Override
  public void purge(String tenant) {
    Events.Actor actor = parts.events().actor(Identifiers.tenant(tenant), null);
    actor.propose(EventType.TENANT_PURGED, Subject.NONE, Detail.NONE);
    StoreCalls.run(() -> parts.store().purge(tenant));
    parts.engine().tenantPurged(tenant);
    actor.changed(EventType.TENANT_PURGED, Subject.NONE, Detail.NONE);
  }

  @Override
  public Sealing sealing() {
    return sealing;
  }

  @Override
  public Health health() {
    return parts.health();
  }

  @Override
  public void close() {
    parts.close();
  }
}
