package io.calloutauth;

import java.util.Objects;

/** One tenant's way in, for one actor. */
final class TenantCalloutAuth implements CalloutAuth {

  private final NodeParts parts;
  private final String tenant;
  private final Providers providers;
  private final Discovery discovery;
  private final Notifications notifications;
  private final TokenManager tokens;
  private final CalloutAuthenticator callouts;
  private final Sealing sealing;
  private final Runnable close;

  private TenantCalloutAuth(
      NodeParts parts,
      String tenant,
      Events.Actor actor,
      CalloutAuthenticator callouts,
      Runnable close) {
    this.close = close;
    this.parts = parts;
    this.tenant = tenant;
    this.providers = new TenantProviders(parts, tenant, actor);
    this.discovery = new TenantDiscovery(parts, tenant);
    this.notifications = new TenantNotifications(parts, tenant, actor);
    this.tokens = new TenantTokenManager(parts, tenant, actor);
    this.callouts = callouts;
    this.sealing = new StoreSealing(parts);
  }

  /** Returns the way in of the only tenant: closing it closes everything. */
  static TenantCalloutAuth only(NodeParts parts, String tenant) {
    return of(parts, tenant, parts::close);
  }

  /** Returns the way in of one tenant among many: it is closed with all others, and not alone. */
  static TenantCalloutAuth among(NodeParts parts, String tenant) {
    return of(parts, tenant, () -> {});
  }

  private static TenantCalloutAuth of(NodeParts parts, String tenant, Runnable close) {
    Events.Actor nobody = parts.actor(tenant, null);
    CalloutAuthenticator callouts = new TenantAuthenticator(parts, tenant, nobody);
    return new TenantCalloutAuth(parts, tenant, nobody, callouts, close);
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
    return new TenantCalloutAuth(parts, tenant, parts.actor(tenant, actor), callouts, close);
  }

  @Override
  public Sealing sealing() {
    return sealing;
  }

  @Override
  public Health health() {
    return new Health(parts, tenant);
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
