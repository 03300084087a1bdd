package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.calloutauth.testkit.RotatingServer;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.NullMarked;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Two nodes over one database, and a provider of the refresh token grant at a server that rotates
 * refresh tokens and ends an authorization when a used one comes again. Both nodes hold its first
 * access token, {@code access-1}.
 */
@NullMarked
final class RefreshingNodes implements AutoCloseable {

  static final URI TARGET = URI.create("https://api.example.com/orders");

  private static final Duration POLL = Duration.ofSeconds(5);
  private static final Duration STEP = Duration.ofMinutes(10);

  private static final List<String> TIMES =
      List.of(
          "issued_at",
          "expires_at",
          "last_attempt_at",
          "next_attempt_at",
          "lease_from",
          "lease_until");

  private final TestDatabase database;
  private final SealingKeys keys = SealingKeys.ephemeral();
  private final AtomicInteger running = new AtomicInteger();
  private final HikariDataSource pool;
  final ManualWorld time = new ManualWorld();
  final TokenServer server = new TokenServer();
  final RotatingServer rotating = new RotatingServer(server);
  final ProviderId id;
  Peer here;
  Peer there;

  /** One node, with a line of its own to the database. */
  final class Peer implements AutoCloseable {

    final Line line = new Line(pool);
    final List<CalloutAuthEvent> events = new CopyOnWriteArrayList<>();
    final CalloutAuth auth =
        CalloutAuth.builder(JdbcStore.create(line))
            .cipher(keys)
            .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
            .listener(events::add)
            .world(time.world())
            .build();

    private Peer() {
      running.incrementAndGet();
    }

    @Override
    public void close() {
      auth.close();
      running.decrementAndGet();
    }

    CompletableFuture<String> ask() {
      return auth.callouts()
          .authenticateAsync("n", "POST", TARGET)
          .thenApply(
              credentials -> {
                StringBuilder value = new StringBuilder();
                credentials.applyTo((name, text) -> value.append(text));
                return value.substring("Bearer ".length());
              })
          .toCompletableFuture();
    }

    String token() {
      CompletableFuture<String> asked = ask();
      await(List.of(asked));
      return asked.join();
    }

    void edit(UnaryOperator<ProviderSettings.Builder> change) {
      Provider read = auth.providers().find(id).orElseThrow();
      ProviderSettings edited = change.apply(read.toSettings().toBuilder()).build();
      auth.providers().update(id, read.version(), edited);
    }

    TokenStatus status() {
      return auth.tokens().status(id);
    }
  }

  /** A line to the database that can be cut. */
  static final class Line extends DelegatingDataSource {

    volatile boolean cut;

    private Line(DataSource pool) {
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

  RefreshingNodes(TestDatabase database) throws IOException {
    this.database = database;
    database.emptyStore();
    pool = database.newPool(20);
    here = new Peer();
    there = new Peer();
    id = here.auth.providers().create(settings()).id();
    here.auth.notifications().bind("n", id);
    assertThat(here.token()).isEqualTo("access-1");
    assertThat(there.token()).isEqualTo("access-1");
  }

  private ProviderSettings settings() {
    return ProviderSettings.refreshToken()
        .name("Zuora")
        .clientId("billing")
        .clientSecret("s3cret")
        .refreshToken(rotating.authorize("typed"))
        .tokenEndpoint(server.url("/token"))
        .revocationEndpoint(server.url("/revoke"))
        .anyOrigin()
        .build();
  }

  /** Ends both nodes and starts two others. */
  void restart() {
    here.close();
    there.close();
    here = new Peer();
    there = new Peer();
  }

  /** Who did not get the lease looks for the token again from time to time. */
  void await(List<? extends CompletableFuture<?>> asked) {
    Eventually.holds(
        () -> {
          time.pass(Duration.ofMillis(10));
          return asked.stream().allMatch(CompletableFuture::isDone);
        });
  }

  /** Lets whoever waits look some times. */
  void passLooks() {
    Instant looked = time.instant().plusSeconds(4);
    Eventually.holds(
        () -> {
          time.pass(Duration.ofMillis(50));
          return time.instant().isAfter(looked);
        });
  }

  /** Lets time pass on the nodes and in the token row: no test can set the database's clock. */
  void pass(Duration duration) {
    String earlier =
        TIMES.stream()
            .map(each -> each + " = " + each + " - " + duration.toMillis())
            .collect(Collectors.joining(", "));
    database.execute("UPDATE callout_auth_token SET " + earlier);
    for (Duration left = duration; !left.isNegative(); left = left.minus(STEP)) {
      time.pass(left.compareTo(STEP) < 0 ? left : STEP);
      awaitWatch();
    }
  }

  /** No node is late in looking for what the other one changed. */
  private void awaitWatch() {
    Eventually.holds(() -> time.tasksAfter(POLL) == running.get());
  }

  /** Lets both nodes hear of what the other one changed. */
  void passPoll() {
    awaitWatch();
    time.pass(POLL);
    awaitWatch();
  }

  @Override
  public void close() {
    there.close();
    here.close();
    server.close();
    pool.close();
  }
}
