package io.calloutauth;

import io.calloutauth.CalloutAuthEvent.Subject;
import io.calloutauth.store.Identifiers;
import io.calloutauth.store.Page;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The way in to each tenant, for one actor. */
final class AllTenants implements CalloutAuthTenants {

  private final TenantFactory factory;
  private final Sealing sealing;
  private final @Nullable String actor;

  AllTenants(TenantFactory factory) {
    this(factory, null);
  }

  private AllTenants(TenantFactory factory, @Nullable String actor) {
    this.factory = factory;
    this.sealing = factory.sealing();
    this.actor = actor;
  }

  @Override
  public CalloutAuth tenant(String tenant) {
    CalloutAuth nobodys = factory.tenant(tenant);
    return actor == null ? nobodys : nobodys.as(actor);
  }

  @Override
  public CalloutAuthTenants as(String actor) {
    return new AllTenants(factory, Objects.requireNonNull(actor, "actor"));
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
        StoreCalls.call(() -> factory.store().providers().listTenants(key, limit)));
  }

  @Override
  public void purge(String tenant) {
    Events.Actor who = factory.actor(Identifiers.tenant(tenant), actor);
    who.propose(EventType.TENANT_PURGED, Subject.NONE, EventDetail.NONE);
    StoreCalls.run(() -> factory.store().purge(tenant));
    factory.changes().purged(tenant);
    who.changed(EventType.TENANT_PURGED, Subject.NONE, EventDetail.NONE);
  }

  @Override
  public Sealing sealing() {
    return sealing;
  }

  @Override
  public Health health() {
    return factory.health(null);
  }

  @Override
  public void close() {
    factory.close();
  }
}
