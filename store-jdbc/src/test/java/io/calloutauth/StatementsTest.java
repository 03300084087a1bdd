package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.jdbc.WatchedDataSource;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How many statements each thing that a host does costs. Who changes a number here changes what the
 * library costs.
 */
@NullMarked
class StatementsTest {

  private static final URI TARGET = URI.create("https://api.example.com/orders");

  private final ManualWorld time = new ManualWorld();
  private final SealingKeys keys = SealingKeys.ephemeral();
  private final Map<String, Integer> counted = new LinkedHashMap<>();
  private TokenServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    server.answerTokensLiving(3_600);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void areNoMoreThanTheyWere(TestDatabase database) {
    database.emptyStore();
    try (HikariDataSource pool = database.newPool(10)) {
      WatchedDataSource source = new WatchedDataSource(pool);
      WatchedDataSource callerSource = new WatchedDataSource(pool);
      try (CalloutAuth node = builder(JdbcStore.create(source)).build();
          CalloutAuth caller = builder(JdbcStore.create(callerSource)).withoutHistory().build()) {
        administer(node, source);
        callOut(caller, callerSource);
        delete(node, source);
      }
    }
    System.out.println("Statements on " + database + ": " + counted);
    assertThat(counted).containsExactlyInAnyOrderEntriesOf(expected(database));
  }

  private static Map<String, Integer> expected(TestDatabase database) {
    Map<String, Integer> expected = new HashMap<>();
    // PostgreSQL: a savepoint before what a unique key may refuse. H2: locks, then merges.
    boolean savepoint = database == TestDatabase.POSTGRESQL;
    boolean merges = database == TestDatabase.H2_MEMORY || database == TestDatabase.H2_FILE;
    int history = savepoint ? 2 : 1; // each change writes its row
    expected.put("create", (savepoint ? 7 : 6) + history);
    expected.put("bind", (merges ? 4 : 2) + history);
    expected.put("find", 1);
    expected.put("find by name", 1);
    expected.put("page", 1);
    expected.put("update", (savepoint ? 8 : 7) + history);
    expected.put("status", 2);
    expected.put("first look-up of a node", 6);
    expected.put("callout, cold, with exchange", 6);
    expected.put("1,000 callouts, fresh", 0);
    expected.put("obtain: exchange and status", 6);
    expected.put("poll", 1);
    // One reads the name, which the event or the refusal tells: nobody finds it out later.
    expected.put("delete, in use", 4);
    expected.put("unbind", 2 + history);
    expected.put("delete", 5 + history);
    return expected;
  }

  private void administer(CalloutAuth node, WatchedDataSource source) {
    source.taken();
    Provider crm = node.providers().create(settings("CRM"));
    count("create", source);
    node.notifications().bind("n1", crm.id());
    count("bind", source);
    node.providers().find(crm.id());
    count("find", source);
    node.providers().findByName("crm");
    count("find by name", source);
    node.providers().list(50);
    count("page", source);
    ProviderSettings edit = crm.toSettings().toBuilder().name("Renamed").build();
    node.providers().update(crm.id(), crm.version(), edit);
    count("update", source);
    node.tokens().status(crm.id());
    count("status", source);
  }

  private void callOut(CalloutAuth node, WatchedDataSource source) {
    source.taken();
    assertThatExceptionOfType(NoProviderBoundException.class)
        .isThrownBy(() -> node.callouts().authenticate("n2", "POST", TARGET));
    count("first look-up of a node", source);
    node.callouts().authenticate("n1", "POST", TARGET);
    count("callout, cold, with exchange", source);
    for (int i = 0; i < 1_000; i++) {
      node.callouts().authenticate("n1", "POST", TARGET);
    }
    count("1,000 callouts, fresh", source);
    poll(source);
    count("poll", source);
    node.tokens().obtain(node.providers().findByName("renamed").orElseThrow().id());
    counted.put("obtain: exchange and status", source.taken().size() - 1);
  }

  private void delete(CalloutAuth node, WatchedDataSource source) {
    ProviderId id = node.providers().findByName("renamed").orElseThrow().id();
    source.taken();
    assertThatExceptionOfType(ProviderInUseException.class)
        .isThrownBy(() -> node.providers().delete(id));
    count("delete, in use", source);
    node.notifications().unbind("n1");
    count("unbind", source);
    node.providers().delete(id);
    count("delete", source);
  }

  private void poll(WatchedDataSource source) {
    int before = source.count();
    time.pass(Duration.ofSeconds(5));
    Eventually.holds(() -> source.count() > before && time.tasks() > 0);
  }

  private void count(String what, WatchedDataSource source) {
    counted.put(what, source.taken().size());
  }

  /** What keeps no history keeps nothing behind callouts either, in batches of its own time. */
  private CalloutAuthBuilder builder(JdbcStore store) {
    return CalloutAuth.builder(store)
        .cipher(keys)
        .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
        .world(time.world());
  }

  private ProviderSettings settings(String name) {
    return ProviderSettings.clientCredentials()
        .name(name)
        .tokenEndpoint(server.url("/token"))
        .clientId("billing")
        .clientSecret("secret")
        .anyOrigin()
        .scope("orders.write")
        .build();
  }
}
