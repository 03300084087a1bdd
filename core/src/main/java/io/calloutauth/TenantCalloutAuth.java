package io.calloutauth;

import java.util.Objects;

/** One tenant's way in, for one actor. */
final class TenantCalloutAuth implements CalloutAuth {

  private final Parts parts;
  private final String tenant;
  private final Providers providers;
  private final Notifications notifications;
  private final TokenManager tokens;
  private final CalloutAuthenticator callouts;

  private TenantCalloutAuth(
      Parts parts, String tenant, Events.Actor actor, CalloutAuthenticator callouts) {
    this.parts = parts;
    this.tenant = tenant;
    this.providers = new TenantProviders(parts, tenant, actor);
    this.notifications = new TenantNotifications(parts, tenant, actor);
    this.tokens = new TenantTokenManager(parts, tenant, actor);
    this.callouts = callouts;
  }

  /** Returns a tenant's way in for nobody in particular. */
  static TenantCalloutAuth of(Parts parts, String tenant) {
    CalloutAuthenticator callouts =
        new TenantAuthenticator(
            new Targets(tenant, parts.policy()),
            parts.engine().tenant(tenant),
            parts.world(),
            parts.settings().patience());
    return new TenantCalloutAuth(parts, tenant, parts.events().actor(tenant, null), callouts);
  }

  @Override
  public Providers providers() {
    return providers;
  }

  @Override
  public Notifications notifications() {
    return notifications;
  }

  @Override
  public TokenManager tokens() {
    return tokens;
  }

  @Override
  public CalloutAuthenticator callouts() {
    return callouts;
  }

  @Override
  public CalloutAuth as(String actor) {
    Objects.requireNonNull(actor, "actor");
    return new TenantCalloutAuth(parts, tenant, parts.events().actor(tenant, actor), callouts);
  }

  @Override
  public Health health() {
    return parts.health();
  }

  @Override
  public void close() {
    parts.close();
  }

  @Override
  public String toString() {
    return "CalloutAuth[" + tenant + "]";
  }
}
