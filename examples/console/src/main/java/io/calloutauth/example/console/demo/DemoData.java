package io.calloutauth.example.console.demo;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.example.console.notifications.Notification;
import io.calloutauth.example.console.notifications.NotificationTable;
import io.calloutauth.example.servers.DemoClient;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * Gives two tenants something to look at. The demo's servers are elsewhere at each start, so what
 * is there already is led to them again.
 */
@Component
@ConditionalOnProperty("console.demo")
class DemoData implements ApplicationRunner {

  /** The tenant of most demo accounts. */
  static final String FIRST = "acme";

  /** The tenant that the first one must never see. */
  static final String SECOND = "globex";

  private final CalloutAuthTenants tenants;
  private final NotificationTable notifications;
  private final DemoServers servers;

  DemoData(CalloutAuthTenants tenants, NotificationTable notifications, DemoServers servers) {
    this.tenants = tenants;
    this.notifications = notifications;
    this.servers = servers;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    CalloutAuth first = tenants.tenant(FIRST).as("demo");
    Provider crm = put(first, "CRM", settings(servers.billing()));
    Provider warehouse =
        put(first, "Warehouse", settings(servers.billing()).clientSecret("not the right one"));
    Provider legacy = put(first, "Legacy partner", settings(servers.billing()));
    first.providers().disable(legacy.id());
    Provider consent = put(first, "Partner with consent", authorizing());
    servers.registerAuthorizing("/providers/" + consent.id() + "/authorized");
    notify(FIRST, new Notification("invoice-posted", "Invoice posted", url("invoices"), "POST"));
    notify(FIRST, new Notification("order-shipped", "Order shipped", url("orders"), "PUT"));
    notify(FIRST, new Notification("stock-changed", "Stock changed", url("stock"), "POST"));
    notify(FIRST, new Notification("news", "Newsletter sent", url("news"), "POST"));
    bind(first, crm.id(), "invoice-posted", "order-shipped");
    bind(first, warehouse.id(), "stock-changed");
    second();
  }

  private void second() {
    CalloutAuth second = tenants.tenant(SECOND).as("demo");
    Provider gateway =
        put(second, "Partner gateway", settings(servers.contracts()).scope("orders.write"));
    notify(SECOND, new Notification("contract", "Contract signed", url("contracts"), "POST"));
    bind(second, gateway.id(), "contract");
  }

  private ProviderSettings.Builder settings(DemoClient client) {
    return ProviderSettings.clientCredentials()
        .clientId(client.id())
        .clientSecret(client.secret())
        .tokenEndpoint(servers.server().tokenEndpoint().toString())
        .revocationEndpoint(servers.server().revocationEndpoint().toString())
        .testEndpoint(servers.receiver().testEndpoint().toString())
        .origin(servers.receiver().address().toString())
        .scope("orders.read orders.write");
  }

  private ProviderSettings.Builder authorizing() {
    return settings(servers.authorizing())
        .grantType(GrantType.AUTHORIZATION_CODE)
        .scope("orders.write")
        .authorizationRequests(
            a -> a.endpoint(servers.server().authorizationEndpoint().toString()));
  }

  private static Provider put(CalloutAuth auth, String name, ProviderSettings.Builder draft) {
    ProviderSettings settings = draft.name(name).build();
    return auth.providers()
        .findByName(name)
        .map(known -> auth.providers().update(known.id(), known.version(), settings))
        .orElseGet(() -> auth.providers().create(settings));
  }

  private void notify(String tenant, Notification notification) {
    notifications.store(tenant, notification);
  }

  private static void bind(CalloutAuth auth, ProviderId provider, String... ids) {
    for (String id : ids) {
      auth.notifications().bind(id, provider);
    }
  }

  private String url(String path) {
    return servers.receiver().calloutsEndpoint() + "/" + path;
  }
}
