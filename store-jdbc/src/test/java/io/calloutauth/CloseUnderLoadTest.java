package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Store;
import io.calloutauth.store.TokenRow;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A node that is closed under load, over a database in this JVM that an interrupt would break: an
 * H2 file that is written at once.
 */
@NullMarked
@Tag("close")
@Timeout(120)
class CloseUnderLoadTest {

  private static final int ROUNDS = Integer.getInteger("callout.auth.close.rounds", 3);
  private static final int PROVIDERS = 12;
  private static final String TENANT = "default";

  private final SealingKeys keys = SealingKeys.ephemeral();
  private final AtomicInteger told = new AtomicInteger();
  private final AtomicInteger interrupts = new AtomicInteger();

  static IntStream rounds() {
    return IntStream.rangeClosed(1, ROUNDS);
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void leavesNothingBehind(int round, @TempDir Path folder)
      throws IOException, SQLException, InterruptedException {
    String url = "jdbc:h2:file:" + folder.resolve("node") + ";WRITE_DELAY=0";
    try (TokenServer server = new TokenServer()) {
      server.answerTokens(n -> TokenServer.Answer.token("token-" + n, 120));
      List<ProviderId> providers;
      try (HikariDataSource pool = LiveNode.pool(url, "sa")) {
        providers = closeUnderLoad(pool, server, 20 + round * 3);
        assertNoLeaseIsLeft(JdbcStore.create(pool), providers);
      }
      assertIsIntact(url);
      try (LiveNode next = new LiveNode(url, "sa", keys, server)) {
        for (int n = 0; n < providers.size(); n++) {
          assertThat(next.token("n-" + n)).startsWith("token-");
        }
      }
    }
  }

  private List<ProviderId> closeUnderLoad(HikariDataSource pool, TokenServer server, int requests)
      throws InterruptedException {
    Set<Thread> before = nodeThreads();
    NodeConnections connections = new NodeConnections(pool);
    JdbcStore store = JdbcStore.create(connections);
    store.createSchema();
    CalloutAuth auth = node(store);
    List<ProviderId> providers =
        IntStream.range(0, PROVIDERS).mapToObj(n -> bound(auth, server, n)).toList();
    HostLoad load = new HostLoad(auth, providers);
    load.start();
    server.awaitExchanges(requests);

    auth.close();
    int taken = connections.taken.get();
    int heard = told.get();
    assertThat(nodeThreads()).as("threads").isEqualTo(before);

    assertThat(load.awaitEnd()).as("all are told").isTrue();
    assertThat(load.undocumented()).isEmpty();
    assertThat(connections.taken).as("connections after close").hasValue(taken);
    assertThat(told).as("events after close").hasValue(heard);
    assertThat(interrupts).as("interrupts").hasValue(0);
    assertThat(nodeThreads()).as("threads after the load").isEqualTo(before);
    return providers;
  }

  private CalloutAuth node(Store store) {
    return CalloutAuth.builder(store)
        .cipher(keys)
        .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
        .listener(this::hearSlowly)
        .build();
  }

  private void hearSlowly(CalloutAuthEvent event) {
    if (event.type().name().startsWith("TOKEN")) {
      told.incrementAndGet();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      if (Thread.interrupted()) {
        interrupts.incrementAndGet();
      }
    }
  }

  private static ProviderId bound(CalloutAuth auth, TokenServer server, int number) {
    ProviderId id =
        auth.providers()
            .create(
                ProviderSettings.clientCredentials()
                    .name("Provider " + number)
                    .tokenEndpoint(server.url("/token"))
                    .revocationEndpoint(server.url("/revoke"))
                    .clientId("client-" + number)
                    .clientSecret("c4nary")
                    .anyOrigin()
                    .build())
            .id();
    auth.notifications().bind("n-" + number, id);
    return id;
  }

  /** Whoever took a lease gave it back. */
  private static void assertNoLeaseIsLeft(Store store, List<ProviderId> providers) {
    assertThat(providers)
        .allSatisfy(
            id ->
                assertThat(store.tokens().find(new ProviderKey(TENANT, id.value())))
                    .map(TokenRow::leaseFor)
                    .hasValue(Duration.ZERO));
  }

  /** Reads every row of every table. */
  private static void assertIsIntact(String url) throws SQLException {
    int lines = 0;
    try (HikariDataSource pool = LiveNode.pool(url, "sa");
        Connection connection = pool.getConnection();
        Statement script = connection.createStatement();
        ResultSet rows = script.executeQuery("SCRIPT")) {
      while (rows.next()) {
        lines++;
      }
    }
    assertThat(lines).isGreaterThan(PROVIDERS);
  }

  private static Set<Thread> nodeThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(CloseUnderLoadTest::isOfNode)
        .collect(Collectors.toSet());
  }

  private static boolean isOfNode(Thread thread) {
    return thread.getName().startsWith("callout-auth-");
  }

  /** Counts the connections that a node's own threads take: nothing is written without one. */
  private static final class NodeConnections extends DelegatingDataSource {

    private final Thread test = Thread.currentThread();
    private final AtomicInteger taken = new AtomicInteger();

    NodeConnections(HikariDataSource pool) {
      super(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (!isOfHost(Thread.currentThread())) {
        taken.incrementAndGet();
      }
      return super.getConnection();
    }

    private boolean isOfHost(Thread thread) {
      return thread == test || thread.getName().startsWith("host-"); // the node's may have no name
    }
  }
}
