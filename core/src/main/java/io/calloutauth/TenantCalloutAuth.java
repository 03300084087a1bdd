package io.calloutauth;

import io.calloutauth.history.History;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.HistoryRow;
import io.calloutauth.store.HistoryStore;
import io.calloutauth.store.HistoryStore.Period;
import io.calloutauth.store.Identifiers;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One tenant's way in, for one actor. */
final class TenantCalloutAuth implements CalloutAuth {

  private final TenantFactory factory;
  private final String tenant;
  private final Providers providers;
  private final Discovery discovery;
  private final Notifications notifications;
  private final TokenManager tokens;
  private final History history;
  private final Transfer transfer;
  private final Authorizations authorizations;
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
    TenantProviders itsProviders = factory.providers(tenant, actor);
    this.providers = itsProviders;
    this.discovery = factory.discovery(tenant);
    this.notifications = factory.notifications(tenant, actor);
    this.tokens = factory.tokens(tenant, actor);
    this.history = factory.history(tenant);
    this.transfer = new TenantTransfer(itsProviders, notifications);
    this.authorizations = factory.authorizations(tenant, actor);
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
  public History history() {
    return history;
  }

  @Override
  public Transfer transfer() {
    return transfer;
  }

  @Override
  public Authorizations authorizations() {
    return authorizations;
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

  /**
   * Reads the history of one tenant.
   *
   * @param tenant whose it is
   * @param store keeps it
   */
  record StoredHistory(String tenant, HistoryStore store) implements History {

    @Override
    public Page<Entry> ofProvider(ProviderId id, Query query) {
      ProviderKey key = new ProviderKey(tenant, id.key());
      return page(
          new PageCursors("history of provider " + id.key()),
          query,
          (period, after) -> store.list(key, period, after, query.limit()));
    }

    @Override
    public Page<Entry> ofNotification(String notificationId, Query query) {
      Identifiers.notification(notificationId);
      return page(
          new PageCursors("history of notification " + notificationId),
          query,
          (period, after) -> store.list(tenant, notificationId, period, after, query.limit()));
    }

    /** Reads a page of the store. */
    private interface Reading {
      Page<HistoryRow> page(Period period, @Nullable String after);
    }

    private static Page<Entry> page(PageCursors cursors, Query query, Reading reading) {
      String after = cursors.start(query.after(), query.limit());
      Period period = new Period(query.since(), query.until());
      return cursors.told(StoreCalls.call(() -> reading.page(period, after))).map(Entry::of);
    }
  }
}
