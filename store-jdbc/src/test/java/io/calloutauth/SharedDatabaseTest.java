package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The whole library on several nodes over one database. */
@NullMarked
@ParameterizedClass
@EnumSource(names = {"POSTGRESQL", "MARIADB"})
class SharedDatabaseTest {

  private static final URI TARGET = URI.create("https://api.example.com/orders");
  private static final Duration POLL = Duration.ofSeconds(5);

  private final TestDatabase database;

  private final ManualWorld time = new ManualWorld();
  private final SealingKeys keys = SealingKeys.ephemeral();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private TokenServer server;
  private CalloutAuth here;
  private CalloutAuth there;
  private Line line;

  /** A line to the database that can be cut. */
  private static final class Line extends DelegatingDataSource {

    private volatile boolean cut;

    Line(HikariDataSource pool) {
      super(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (cut) {
        throw new SQLNonTransientConnectionException("The line is cut", "08001");
      }
      return super.getConnection();
    }
  }

  SharedDatabaseTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void start() throws IOException {
    database.emptyStore();
    server = new TokenServer();
    HikariDataSource pool = database.newPool(20);
    line = new Line(pool);
    opened.add(pool);
    here = node();
    there = node();
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
    server.close();
  }

  @Test
  void asksOnceForAllNodesAndAfterARestart() throws Exception {
    bound("n1");
    List<CalloutAuth> nodes = List.of(here, there, node(), node());
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<String>> callouts = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      CalloutAuth node = nodes.get(i % nodes.size());
      callouts.add(threads.submit(() -> token(node, "n1")));
    }

    // Who did not get the lease looks for the token again from time to time.
    Eventually.holds(
        () -> {
          time.pass(Duration.ofMillis(10));
          return callouts.stream().allMatch(Future::isDone);
        });
    for (Future<String> each : callouts) {
      assertThat(each.get()).isEqualTo("token-1");
    }
    threads.shutdown();
    assertThat(token(node(), "n1")).isEqualTo("token-1");
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void hearsOnOneNodeWhatWasChangedOnAnother() {
    ProviderId id = bound("n1");
    assertThat(token(here, "n1")).isEqualTo("token-1");
    assertThat(token(there, "n1")).isEqualTo("token-1");

    here.tokens().revoke(id);
    awaitToken(there, "token-2");

    Provider read = here.providers().find(id).orElseThrow();
    ProviderSettings edit = read.toSettings().toBuilder().scope("other").build();
    here.providers().update(id, read.version(), edit);
    awaitToken(there, "token-3");
    assertThat(token(here, "n1")).isEqualTo("token-3");

    here.notifications().unbind("n1");
    here.providers().delete(id);
    passPoll();
    Eventually.holds(() -> isRefused(there));
    assertThatExceptionOfType(NoProviderBoundException.class).isThrownBy(() -> token(there, "n1"));
    assertThat(server.exchanges()).isEqualTo(3);
  }

  @Test
  void servesOnWithoutTheDatabaseAndHealsByItself() {
    server.answerTokensLiving(60);
    ProviderId id = bound("n1");
    ProviderId other = added("Other");
    assertThat(token(here, "n1")).isEqualTo("token-1");
    assertThat(token(there, "n1")).isEqualTo("token-1");

    line.cut = true;
    passPoll();
    Eventually.holds(() -> !here.health().storeResponds());
    assertThat(here.health().storeSince()).isEqualTo(time.instant());
    assertThat(token(here, "n1")).isEqualTo("token-1");
    time.pass(Duration.ofSeconds(60));
    assertThat(token(here, "n1")).isEqualTo("token-2");
    time.pass(Duration.ofSeconds(60));
    assertThat(token(here, "n1")).isEqualTo("token-3");
    assertAdministratorsAreToldSo(other);

    line.cut = false;
    passPoll();
    Eventually.holds(() -> here.health().storeResponds() && there.health().storeResponds());
    assertThat(token(here, "n1")).isEqualTo("token-3");
    assertThat(token(there, "n1")).isEqualTo("token-4");
    assertThat(here.tokens().status(id).state()).isEqualTo(TokenState.ACTIVE);
    time.pass(Duration.ofSeconds(60));
    // By the database's own clock, which stood still, the other node's token is fresh.
    assertThat(token(here, "n1")).isEqualTo("token-4");
  }

  private void assertAdministratorsAreToldSo(ProviderId id) {
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> here.tokens().status(id),
            () -> here.tokens().revoke(id),
            () -> here.providers().find(id),
            () -> here.providers().list(10),
            () -> here.providers().disable(id),
            () -> here.providers().delete(id),
            () -> here.notifications().bind("n2", id),
            () -> here.notifications().unbind("n2"),
            () -> here.sealing().uses())) {
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(use)
          .matches(CalloutAuthException::retryable);
    }
  }

  @Test
  void keepsNothingReadableInTheDatabase() {
    ProviderId id = bound("n1");
    assertThat(token(here, "n1")).isEqualTo("token-1");

    assertThat(here.tokens().status(id).state()).isEqualTo(TokenState.ACTIVE);
    for (String table : List.of("provider", "secret", "token", "binding", "change")) {
      String dump = database.dump("callout_auth_" + table);
      assertThat(dump).isNotEmpty().doesNotContain("c4nary", "token-1");
    }
  }

  private CalloutAuth node() {
    JdbcStore store = JdbcStore.create(line);
    CalloutAuth node =
        CalloutAuth.builder(store)
            .cipher(keys)
            .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
            .world(time.world())
            .build();
    opened.add(node);
    return node;
  }

  private ProviderId bound(String notificationId) {
    ProviderId crm = added("CRM");
    here.notifications().bind(notificationId, crm);
    return crm;
  }

  private ProviderId added(String name) {
    return here.providers()
        .create(
            ProviderSettings.clientCredentials()
                .name(name)
                .tokenEndpoint(server.url("/token"))
                .revocationEndpoint(server.url("/revoke"))
                .clientId("billing")
                .clientSecret("c4nary")
                .anyOrigin()
                .scope("orders.write")
                .build())
        .id();
  }

  /** Lets the next poll of both nodes fall due; one that still runs would be late for it. */
  private void passPoll() {
    Eventually.holds(() -> time.tasksAfter(POLL) == 2);
    time.pass(POLL);
  }

  private void awaitToken(CalloutAuth node, String expected) {
    passPoll();
    Eventually.holds(() -> token(node, "n1").equals(expected));
  }

  private static boolean isRefused(CalloutAuth node) {
    try {
      token(node, "n1");
      return false;
    } catch (CalloutAuthException refused) {
      return true;
    }
  }

  private static String token(CalloutAuth node, String notificationId) {
    StringBuilder value = new StringBuilder();
    node.callouts()
        .authenticate(notificationId, "POST", TARGET)
        .applyTo((name, text) -> value.append(text));
    return value.substring("Bearer ".length());
  }
}
