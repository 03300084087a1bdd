package io.calloutauth;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.testkit.TokenServer;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullMarked;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** A node by the machine's own time, over a database at a URL, with a pool of its own. */
@NullMarked
final class LiveNode implements AutoCloseable {

  private static final URI TARGET = URI.create("https://api.example.com/orders");

  private final List<HikariDataSource> pools;
  private final TokenServer server;
  final CalloutAuth auth;

  LiveNode(String url, String user, SealingKeys keys, TokenServer server) {
    this(List.of(pool(url, user)), keys, server);
  }

  /**
   * Starts a node that takes each connection from the next one of some pools, which end with it.
   */
  LiveNode(List<HikariDataSource> pools, SealingKeys keys, TokenServer server) {
    this.pools = pools;
    this.server = server;
    JdbcStore store = JdbcStore.create(new Rotation(pools));
    store.createSchema();
    this.auth =
        CalloutAuth.builder(store)
            .cipher(keys)
            .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
            .build();
  }

  static HikariDataSource pool(String url, String user) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword("");
    config.setMaximumPoolSize(6);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(2_000);
    return new HikariDataSource(config);
  }

  private static final class Rotation extends AbstractDataSource {

    private final List<HikariDataSource> pools;
    private final AtomicInteger taken = new AtomicInteger();

    Rotation(List<HikariDataSource> pools) {
      this.pools = pools;
    }

    @Override
    public Connection getConnection() throws SQLException {
      return pools.get(Math.floorMod(taken.getAndIncrement(), pools.size())).getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }
  }

  /** Makes a provider of a client. */
  ProviderId provider(String client) {
    return auth.providers()
        .create(
            ProviderSettings.clientCredentials()
                .name("Provider of " + client)
                .tokenEndpoint(server.url("/token"))
                .revocationEndpoint(server.url("/revoke"))
                .clientId(client)
                .clientSecret("c4nary")
                .anyOrigin()
                .build())
        .id();
  }

  /** Edits a provider. */
  void edit(ProviderId id, UnaryOperator<ProviderSettings.Builder> change) {
    Provider read = auth.providers().find(id).orElseThrow();
    auth.providers()
        .update(id, read.version(), change.apply(read.toSettings().toBuilder()).build());
  }

  /** Returns the client whose token a callout carries, or what it failed with. */
  String client(String notificationId) {
    String token = token(notificationId);
    return token.startsWith("of-") ? token.substring(3, token.lastIndexOf('-')) : token;
  }

  /** Returns the token that a callout carries, or what it failed with. */
  String token(String notificationId) {
    try {
      StringBuilder value = new StringBuilder();
      auth.callouts()
          .authenticate(notificationId, "POST", TARGET)
          .applyTo((name, text) -> value.append(text));
      return value.substring("Bearer ".length());
    } catch (CalloutAuthException failed) {
      return failed.getClass().getSimpleName();
    }
  }

  /** Looks every 100 ms whether a condition holds, for at most so many seconds. */
  static boolean holdsWithin(int seconds, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      rest();
    }
    return true;
  }

  /** Lets a tenth of a second pass. */
  static void rest() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
  }

  /** Lets so many seconds pass. */
  static void pass(int seconds) {
    holdsWithin(seconds, () -> false);
  }

  @Override
  public void close() {
    auth.close();
    pools.forEach(HikariDataSource::close);
  }
}
