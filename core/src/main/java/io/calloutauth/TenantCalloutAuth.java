package io.calloutauth;

import java.util.Objects;

/** One tenant's way in, for one actor. */
final class TenantCalloutAuth implements CalloutAuth {

  private final TenantFactory factory;
  private final String tenant;
  private final Providers providers;
  private final Discovery discovery;
  private final Notifications notifications;
  private final TokenManager tokens;
  private final CalloutAuthenticator callouts;
  private final Sealing sealing;
  private final Runnable close;

  private TenantCalloutAuth(
      TenantFactory factory,
      String tenant,
      Events.Actor actor,
      CalloutAuthenticator callouts,
      Runnable close) {
    this.close = close;
    this.factory = factory;
    this.tenant = tenant;
    this.providers = factory.providers(tenant, actor);
    this.discovery = factory.discovery(tenant);
    this.notifications = factory.notifications(tenant, actor);
    this.tokens = factory.tokens(tenant, actor);
    this.callouts = callouts;
    this.sealing = factory.sealing();
  }

  /** Returns the way in of the only tenant: closing it closes everything. */
  static TenantCalloutAuth only(TenantFactory factory, String tenant) {
    return of(factory, tenant, factory::close);
  }

  /** Returns the way in of one tenant among many: it is closed with all others, and not alone. */
  static TenantCalloutAuth among(TenantFactory factory, String tenant) {
    return of(factory, tenant, () -> {});
  }

  private static TenantCalloutAuth of(TenantFactory factory, String tenant, Runnable close) {
    Events.Actor nobody = factory.actor(tenant, null);
    CalloutAuthenticator callouts = factory.callouts(tenant);
    return new TenantCalloutAuth(factory, tenant, nobody, callouts, close);
  }

  @Override
  public Providers providers() {
    return providers;
  }

  @Override
  public Discovery discovery() {
    return discovery;
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
    return new TenantCalloutAuth(factory, tenant, factory.actor(tenant, actor), callouts, close);
  }

  @Override
  public Sealing sealing() {
    return sealing;
  }

  @Override
  public Health health() {
    return factory.health(tenant);
  }

  @Override
  public void close() {
    close.run();
  }

  @Override
  public String toString() {
    return "CalloutAuth[" + tenant + "]";
  }
}
