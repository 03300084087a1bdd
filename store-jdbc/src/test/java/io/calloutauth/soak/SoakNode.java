package io.calloutauth.soak;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthEvent;
import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.seal.SealingKeys;
import java.time.Duration;

/** The node that endures: many tenants, on a pool that keeps its size. */
final class SoakNode implements AutoCloseable {

  private static final int CONNECTIONS = 10;

  final HikariDataSource pool;
  final CalloutAuthTenants tenants;

  SoakNode(String url, String user, Tally tally) {
    this.pool = pool(url, user);
    JdbcStore store = JdbcStore.create(pool);
    store.createSchema();
    this.tenants =
        CalloutAuth.builder(store)
            .cipher(SealingKeys.ephemeral())
            .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
            .requestTimeout(Duration.ofSeconds(5))
            .maxWait(Duration.ofSeconds(2))
            .listener(event -> hear(event, tally))
            .buildForTenants();
  }

  private static void hear(CalloutAuthEvent event, Tally tally) {
    tally.count("event: " + event.type());
  }

  private static HikariDataSource pool(String url, String user) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword("");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(CONNECTIONS);
    config.setConnectionTimeout(2_000);
    return new HikariDataSource(config);
  }

  CalloutAuth tenant(String name) {
    return tenants.tenant(name);
  }

  @Override
  public void close() {
    tenants.close();
    pool.close();
  }
}
