package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.ManyRows;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.jdbc.WatchedDataSource;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many providers in PostgreSQL: half of them one tenant's, the others spread over many. That what a
 * host does stays flat is shown by the plans of the very statements; times are printed only. {@code
 * -Dcallout.auth.scale=100000} makes fewer of them.
 */
@NullMarked
class ScaleTest {

  private static final URI TARGET = URI.create("https://api.example.com/orders");

  /** How many providers are the store's own work, and can be called out with. */
  private static final int REAL = 120;

  private static final Pattern COST = Pattern.compile("\\.\\.(\\d+\\.\\d+) ");

  private static final int MANY = Integer.getInteger("callout.auth.scale", 1_000_000);

  private final ManualWorld time = new ManualWorld();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Map<String, List<Long>> figures = new LinkedHashMap<>();
  private TokenServer server;
  private HikariDataSource pool;
  private WatchedDataSource source;
  private SealingKeys keys;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    keys = SealingKeys.ephemeral();
    pool = TestDatabase.POSTGRESQL.newPool(10);
    source = new WatchedDataSource(pool);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    ManyRows.drop(pool);
    pool.close();
    server.close();
  }

  @Test
  void goesByIndexesAmongTwentyThousand() throws Exception {
    fill(20_000);
    goesByIndexes(work(51));
  }

  @Test
  @Tag("scale")
  void staysFlatUpToAMillion() throws Exception {
    fill(1_000);
    work(51);
    workInTheBigTenant();
    ManyRows.drop(pool);
    fill(MANY);
    List<WatchedDataSource.Statement> statements = work(51);
    workInTheBigTenant();
    System.out.printf("Medians in PostgreSQL among 1,000 and %,d providers%n", MANY);
    figures.forEach((what, medians) -> System.out.printf("  %-34s %s µs%n", what, medians));
    goesByIndexes(statements);
  }

  @Test
  void readsNothingAtItsStartAndHoldsNoMoreThanItIsToldTo() throws Exception {
    fill(1_000);
    CalloutAuth first = node(100_000);
    assertThat(source.taken())
        .as(
            "a start looks at tables, their version, their columns and the next key in an index: no"
                + " row")
        .extracting(WatchedDataSource.Statement::text)
        .allMatch(
            text ->
                text.matches(
                    "(?s).*(to_regclass|schema_version|WHERE 1 = 0|ORDER BY kid LIMIT 1).*"));
    CalloutAuth second = node(50);

    for (int i = 0; i < REAL; i++) {
      first.callouts().authenticate("n" + i, "POST", TARGET);
      second.callouts().authenticate("n" + i, "POST", TARGET);
      assertThat(first.health().tokensHeld()).isEqualTo(i + 1);
      time.pass(Duration.ofSeconds(2)); // what was used just now is not forgotten
    }

    assertThat(second.health().tokensHeld()).isLessThanOrEqualTo(55);
  }

  private static String secondPage(CalloutAuth node) {
    return node.providers().list(50).next().orElseThrow();
  }

  /** Does each thing that a host does, and returns how the store went about it. */
  private List<WatchedDataSource.Statement> work(int times) {
    CalloutAuth node = node(100_000);
    JdbcStore store = store();
    String cursor = store.changes().changesSince(null).cursor();
    ProviderId used = node.providers().findByName("Provider 7").orElseThrow().id();
    List<ProviderId> made = new ArrayList<>();
    source.taken();
    measure("create", times, i -> made.add(create(node, "New " + i).id()));
    measure("find by id", times, i -> node.providers().find(used));
    measure("find by name", times, i -> node.providers().findByName("Provider " + i));
    measure("first page of 50", times, i -> node.providers().list(50));
    String second = secondPage(node);
    measure("second page of 50", times, i -> node.providers().list(second, 50));
    measure("bind", times, i -> node.notifications().bind("new" + i, used));
    measure("delete, in use", times, i -> isInUse(node, used));
    measure("delete", times, i -> node.providers().delete(made.get(i)));
    measure("callout, cold, with exchange", times, i -> callOut(node, "n" + (REAL - 1 - i)));
    measure("poll", times, i -> store.changes().changesSince(cursor));
    return source.taken();
  }

  /** What a page or a creation costs in one tenant that has half of all. */
  private void workInTheBigTenant() {
    CalloutAuth big = nodeOf(100_000).tenant("big");
    measure("create, in the big tenant", 15, i -> create(big, "New " + i));
    measure("find by name, in the big tenant", 51, i -> big.providers().findByName("Copy 778"));
    String second = secondPage(big);
    measure("a page of 50, in the big tenant", 51, i -> big.providers().list(second, 50));
  }

  private void measure(String what, int times, IntConsumer operation) {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long before = System.nanoTime();
      operation.accept(i);
      nanos[i] = System.nanoTime() - before;
    }
    Arrays.sort(nanos);
    figures.computeIfAbsent(what, w -> new ArrayList<>()).add(nanos[times / 2] / 1_000);
  }

  private static void callOut(CalloutAuth node, String notificationId) {
    node.callouts().authenticate(notificationId, "POST", TARGET);
  }

  private static void isInUse(CalloutAuth node, ProviderId used) {
    assertThatExceptionOfType(ProviderInUseException.class)
        .isThrownBy(() -> node.providers().delete(used));
  }

  private void goesByIndexes(List<WatchedDataSource.Statement> statements) throws SQLException {
    Map<String, WatchedDataSource.Statement> distinct = new LinkedHashMap<>();
    statements.forEach(each -> distinct.putIfAbsent(each.text(), each));
    distinct.remove("SAVEPOINT");
    assertThat(distinct).hasSizeGreaterThan(15);
    try (Connection connection = pool.getConnection()) {
      for (WatchedDataSource.Statement each : distinct.values()) {
        String plan = String.join("\n", each.explained(connection));
        assertThat(plan).as(each.text()).doesNotContain("Seq Scan");
        // A scan of a whole index is none of these, but costs as one does.
        assertThat(cost(plan)).as(each.text() + "\n" + plan).isLessThan(mostCost(each.text()));
      }
    }
  }

  /**
   * A page of 50 and the count of a tenant's providers cost as much as their rows do one by one;
   * all else finds one row, a few, or some that follow one another in an index.
   */
  private static double mostCost(String statement) {
    boolean many = Stream.of("AS bindings", "count(*)").anyMatch(statement::contains);
    return many ? 2_000 : 100;
  }

  /** Returns what PostgreSQL says that the whole of a plan costs. */
  private static double cost(String plan) {
    Matcher cost = COST.matcher(plan);
    assertThat(cost.find()).isTrue();
    return Double.parseDouble(cost.group(1));
  }

  private JdbcStore store() {
    return JdbcStore.builder(source).tablePrefix("scale_").build();
  }

  private CalloutAuth node(int tokensHeld) {
    return nodeOf(tokensHeld).tenant("default");
  }

  private CalloutAuthTenants nodeOf(int tokensHeld) {
    CalloutAuthTenants node =
        CalloutAuth.builder(store())
            .cipher(keys)
            .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
            .tokensHeld(tokensHeld)
            .providersPerTenant(1_000_000)
            .world(time.world())
            .buildForTenants();
    opened.add(node);
    return node;
  }

  private Provider create(CalloutAuth node, String name) {
    return node.providers()
        .create(
            ProviderSettings.clientCredentials()
                .name(name)
                .tokenEndpoint(server.url("/token"))
                .clientId("billing")
                .clientSecret("secret")
                .anyOrigin()
                .build());
  }

  /** Lets the store write some providers, and copies one of them. */
  private void fill(int providers) throws SQLException {
    store().createSchema();
    CalloutAuth node = node(100_000);
    for (int i = 0; i < REAL; i++) {
      node.notifications().bind("n" + i, create(node, "Provider " + i).id());
    }
    ProviderId template = create(node, "Template").id();
    node.notifications().bind("template", template);
    callOut(node, "template");
    ManyRows.copy(pool, template.value(), providers - REAL - 1);
    source.taken();
  }
}
