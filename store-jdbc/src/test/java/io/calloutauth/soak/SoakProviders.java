package io.calloutauth.soak;

import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import java.net.URI;

/**
 * Makes providers of an endurance run, each bound to a notification.
 *
 * @param node where
 * @param server whose clients they are
 */
record SoakProviders(SoakNode node, SoakServer server, Tally tally) {

  /** Where callouts go. */
  URI target() {
    return server.url("/orders");
  }

  /** A provider and the notification that is bound to it; both have the client id as their name. */
  record Bound(String tenant, ProviderId id, String client, Behaviour behaviour) {

    boolean isHealthy() {
      return behaviour == Behaviour.HEALTHY;
    }
  }

  /**
   * Makes one.
   *
   * @param client the client id: no other provider may have it
   */
  Bound make(String tenant, Behaviour behaviour, String client) {
    return bound(new Bound(tenant, made(tenant, settings(behaviour, client)), client, behaviour));
  }

  /** Makes one whose settings are nearly as large as settings may be. */
  Bound makeLarge(String tenant, Behaviour behaviour, String client) {
    ProviderSettings.Builder large = settings(behaviour, client).clientSecret("S".repeat(15_000));
    for (int n = 0; n < 20; n++) {
      String number = Integer.toString(n);
      large.requests(
          requests ->
              requests
                  .parameter("p" + number, "v".repeat(4_000))
                  .header("X-H" + number, "h".repeat(250)));
      large.origin("https://api-" + number + ".example.com");
    }
    large.scope("scope-of-forty-characters-and-some-more ".repeat(90));
    return bound(new Bound(tenant, made(tenant, large), client, behaviour));
  }

  private ProviderId made(String tenant, ProviderSettings.Builder settings) {
    tally.change("create");
    return node.tenant(tenant).providers().create(settings.build()).id();
  }

  private Bound bound(Bound one) {
    tally.change("bind");
    node.tenant(one.tenant()).notifications().bind(one.client(), one.id());
    return one;
  }

  private ProviderSettings.Builder settings(Behaviour behaviour, String client) {
    return ProviderSettings.clientCredentials()
        .name(client)
        .clientId(client)
        .clientSecret("secret of " + client)
        .tokenEndpoint(server.url(SoakServer.tokenPath(behaviour)).toString())
        .revocationEndpoint(server.url("/revoke").toString())
        .testEndpoint(server.url("/me").toString())
        .origin(server.url("").toString());
  }
}
