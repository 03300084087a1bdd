package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.ContractRace;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** An engine with connections of its own, beside a host whose transactions hold all of theirs. */
@NullMarked
class EnginePoolTest {

  private static final URI TARGET = URI.create("https://api.example.com/orders");
  private static final int TRANSACTIONS = 4;

  private final ManualWorld time = new ManualWorld();
  private final SealingKeys keys = SealingKeys.ephemeral();
  private TokenServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void readsColdRoutesWithoutAConnectionOfTheHosts(TestDatabase database) throws Exception {
    database.emptyStore();
    try (HikariDataSource host = hostPool(database, TRANSACTIONS);
        HikariDataSource engine = database.newPool(10);
        CalloutAuth node = node(host, engine)) {
      bind(node);
      TransactionTemplate transaction = transactions(host);
      CyclicBarrier allOpen = new CyclicBarrier(TRANSACTIONS);

      List<String> tokens =
          ContractRace.among(
              TRANSACTIONS,
              i ->
                  String.valueOf(
                      transaction.<String>execute(status -> callOut(node, allOpen, "n" + i))));

      assertThat(tokens).containsExactlyInAnyOrder("token-1", "token-2", "token-3", "token-4");
    }
  }

  @ParameterizedTest
  @EnumSource
  void rereadsWhatOthersChangedWithoutAConnectionOfTheHosts(TestDatabase database) {
    database.emptyStore();
    try (HikariDataSource host = hostPool(database, 1);
        HikariDataSource engine = database.newPool(10);
        CalloutAuth here = node(host, engine);
        CalloutAuth there = node(engine, engine)) {
      bind(there);
      assertThat(token(here, "n0")).isEqualTo("token-1");

      transactions(host)
          .executeWithoutResult(
              status -> {
                there.tokens().revoke(there.providers().findByName("CRM 0").orElseThrow().id());
                time.pass(Duration.ofSeconds(5));
                Eventually.holds(() -> token(here, "n0").equals("token-2"));
              });
    }
  }

  private static String callOut(CalloutAuth node, CyclicBarrier allOpen, String notificationId) {
    try {
      allOpen.await(1, TimeUnit.MINUTES);
    } catch (Exception e) {
      throw new AssertionError("Not every transaction was opened", e);
    }
    return token(node, notificationId);
  }

  private static String token(CalloutAuth node, String notificationId) {
    StringBuilder value = new StringBuilder();
    node.callouts()
        .authenticate(notificationId, "POST", TARGET)
        .applyTo((name, text) -> value.append(text));
    return value.substring("Bearer ".length());
  }

  /**
   * Returns a pool that is full: who waits for one of its connections is soon told that there is
   * none.
   */
  private static HikariDataSource hostPool(TestDatabase database, int connections) {
    HikariDataSource pool = database.newPool(connections);
    pool.setMinimumIdle(connections);
    Eventually.holds(() -> isFull(pool, connections));
    pool.setConnectionTimeout(500);
    return pool;
  }

  private static boolean isFull(HikariDataSource pool, int connections) {
    try (Connection opened = pool.getConnection()) {
      return opened.isValid(1) && pool.getHikariPoolMXBean().getTotalConnections() == connections;
    } catch (SQLException e) {
      throw new AssertionError("The pool gives no connection", e);
    }
  }

  private static TransactionTemplate transactions(HikariDataSource host) {
    return new TransactionTemplate(new DataSourceTransactionManager(host));
  }

  private CalloutAuth node(HikariDataSource host, HikariDataSource engine) {
    JdbcStore store =
        JdbcStore.builder(new TransactionAwareDataSourceProxy(host))
            .engineDataSource(engine)
            .build();
    return CalloutAuth.builder(store)
        .cipher(keys)
        .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
        .world(time.world())
        .build();
  }

  private void bind(CalloutAuth node) {
    for (int i = 0; i < TRANSACTIONS; i++) {
      ProviderSettings settings =
          ProviderSettings.clientCredentials()
              .name("CRM " + i)
              .tokenEndpoint(server.url("/token"))
              .revocationEndpoint(server.url("/revoke"))
              .clientId("billing")
              .clientSecret("secret")
              .anyOrigin()
              .build();
      node.notifications().bind("n" + i, node.providers().create(settings).id());
    }
  }
}
