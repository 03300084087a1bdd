package io.calloutauth.cluster;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.CalloutAuth;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.seal.SealingKeys;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Makes what the nodes ask for: provider 7 has the client id {@code c7}, and the notification
 * {@code n7} is bound to it.
 *
 * @param url where the database is
 * @param user the database's
 * @param keys what seals
 * @param grant says what they ask for tokens with
 */
record ClusterProviders(String url, String user, String keys, ClusterGrant grant) {

  /** Returns providers in a database whose values a new key seals. */
  static ClusterProviders in(String url, String user, ClusterGrant grant) {
    return new ClusterProviders(url, user, newKeys(), grant);
  }

  private static String newKeys() {
    byte[] bits = new byte[32];
    new SecureRandom().nextBytes(bits);
    String key = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    return "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"cluster\",\"k\":\"" + key + "\"}]}";
  }

  /** Makes the schema and so many providers that ask at an endpoint, and returns their ids. */
  List<ProviderId> make(int count, TokenEndpoint endpoint) {
    try (HikariDataSource pool = pool()) {
      JdbcStore.create(pool).createSchema();
      List<ProviderId> ids = new ArrayList<>();
      try (CalloutAuth auth = administrator(pool)) {
        for (int i = 0; i < count; i++) {
          ids.add(newProvider(auth, i, endpoint));
        }
      }
      return ids;
    }
  }

  /** Returns a pool of connections, for whoever closes it. */
  HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword("");
    config.setMaximumPoolSize(4);
    config.setConnectionTimeout(2_000);
    return new HikariDataSource(config);
  }

  /** Returns one more node, on which an administrator works. */
  CalloutAuth administrator(HikariDataSource pool) {
    return CalloutAuth.builder(JdbcStore.create(pool))
        .cipher(SealingKeys.parse(keys))
        .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
        .build();
  }

  private ProviderId newProvider(CalloutAuth auth, int number, TokenEndpoint endpoint) {
    Provider made =
        auth.providers()
            .create(
                grant
                    .settings(number, endpoint::url)
                    .name("Provider " + number)
                    .clientId("c" + number)
                    .clientSecret("secret of " + number)
                    .build());
    auth.notifications().bind("n" + number, made.id());
    return made.id();
  }
}
