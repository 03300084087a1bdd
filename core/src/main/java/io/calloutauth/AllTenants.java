package io.calloutauth;

import io.calloutauth.CalloutAuthEvent.Detail;
import io.calloutauth.CalloutAuthEvent.Subject;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The way in to each tenant, for one actor. */
final class AllTenants implements CalloutAuthTenants {

  private final Parts parts;
  private final Sealing sealing;
  private final ConcurrentMap<String, CalloutAuth> tenants;
  private final @Nullable String actor;

  AllTenants(Parts parts) {
    this(parts, new ConcurrentHashMap<>(), null);
  }

  private AllTenants(
      Parts parts, ConcurrentMap<String, CalloutAuth> tenants, @Nullable String actor) {
    this.parts = parts;
    this.sealing = new StoreSealing(parts);
    this.tenants = tenants;
    this.actor = actor;
  }

  @Override
  public CalloutAuth tenant(String tenant) {
    CalloutAuth known = tenants.get(tenant);
    CalloutAuth nobodys = known == null ? made(tenant) : known;
    return actor == null ? nobodys : nobodys.as(actor);
  }

  private CalloutAuth made(String tenant) {
    return tenants.computeIfAbsent(
        Identifiers.tenant(tenant), id -> TenantCalloutAuth.among(parts, id));
  }

  @Override
  public CalloutAuthTenants as(String actor) {
    return new AllTenants(parts, tenants, Objects.requireNonNull(actor, "actor"));
  }

  @Override
  public void purge(String tenant) {
    Events.Actor who = parts.events().actor(Identifiers.tenant(tenant), actor);
    who.propose(EventType.TENANT_PURGED, Subject.NONE, Detail.NONE);
    StoreCalls.run(() -> parts.store().purge(tenant));
    parts.engine().tenantPurged(tenant);
    who.changed(EventType.TENANT_PURGED, Subject.NONE, Detail.NONE);
  }

  @Override
  public Sealing sealing() {
    return sealing;
  }

  @Override
  public Health health() {
    return new Health(parts, null);
  }

  @Override
  public void close() {
    parts.close();
  }
}
