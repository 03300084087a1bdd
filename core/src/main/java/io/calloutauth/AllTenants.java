package io.calloutauth;

import io.calloutauth.CalloutAuthEvent.Subject;
import io.calloutauth.store.Identifiers;
import io.calloutauth.store.Page;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The way in to each tenant, for one actor. */
final class AllTenants implements CalloutAuthTenants {

  private final NodeParts parts;
  private final Sealing sealing;
  private final @Nullable String actor;

  AllTenants(NodeParts parts) {
    this(parts, null);
  }

  private AllTenants(NodeParts parts, @Nullable String actor) {
    this.parts = parts;
    this.sealing = new StoreSealing(parts);
    this.actor = actor;
  }

  @Override
  public CalloutAuth tenant(String tenant) {
    CalloutAuth known = (CalloutAuth) parts.engine().attachment(tenant);
    CalloutAuth nobodys = known == null ? made(tenant) : known;
    return actor == null ? nobodys : nobodys.as(actor);
  }

  private CalloutAuth made(String tenant) {
    CalloutAuth made = TenantCalloutAuth.among(parts, Identifiers.tenant(tenant));
    parts.engine().attach(tenant, made);
    return made;
  }

  @Override
  public CalloutAuthTenants as(String actor) {
    return new AllTenants(parts, Objects.requireNonNull(actor, "actor"));
  }

  @Override
  public Page<String> list(int limit) {
    return page(null, limit);
  }

  @Override
  public Page<String> list(String after, int limit) {
    return page(Objects.requireNonNull(after, "after"), limit);
  }

  private Page<String> page(@Nullable String after, int limit) {
    String key = PageCursors.TENANTS.start(after, limit);
    return PageCursors.TENANTS.told(
        StoreCalls.call(() -> parts.store().providers().listTenants(key, limit)));
  }

  @Override
  public void purge(String tenant) {
    Events.Actor who = parts.actor(Identifiers.tenant(tenant), actor);
    who.propose(EventType.TENANT_PURGED, Subject.NONE, EventDetail.NONE);
    StoreCalls.run(() -> parts.store().purge(tenant));
    parts.changes().purged(tenant);
    who.changed(EventType.TENANT_PURGED, Subject.NONE, EventDetail.NONE);
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
