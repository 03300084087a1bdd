package io.calloutauth.cluster;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.CalloutAuth;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes what the nodes ask for: provider 7 has the client id {@code c7}, and the notification
 * {@code n7} is bound to it.
 *
 * @param url where the database is
 * @param user the database's
 * @param keys what seals
 * @param endpoint gives the tokens
 */
record ClusterProviders(String url, String user, String keys, TokenEndpoint endpoint) {

  /** Makes the schema and so many providers, and returns their ids. */
  List<ProviderId> make(int count) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword("");
    try (HikariDataSource pool = new HikariDataSource(config)) {
      JdbcStore store = JdbcStore.create(pool);
      store.createSchema();
      return make(store, count);
    }
  }

  private List<ProviderId> make(JdbcStore store, int count) {
    List<ProviderId> ids = new ArrayList<>();
    try (CalloutAuth auth =
        CalloutAuth.builder(store)
            .cipher(SealingKeys.parse(keys))
            .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
            .build()) {
      for (int i = 0; i < count; i++) {
        ids.add(newProvider(auth, i));
      }
    }
    return ids;
  }

  private ProviderId newProvider(CalloutAuth auth, int number) {
    Provider made =
        auth.providers()
            .create(
                ProviderSettings.clientCredentials()
                    .name("Provider " + number)
                    .tokenEndpoint(endpoint.url("/token"))
                    .revocationEndpoint(endpoint.url("/revoke"))
                    .clientId("c" + number)
                    .clientSecret("secret of " + number)
                    .anyOrigin()
                    .scope("v0")
                    .build());
    auth.notifications().bind("n" + number, made.id());
    return made.id();
  }
}
