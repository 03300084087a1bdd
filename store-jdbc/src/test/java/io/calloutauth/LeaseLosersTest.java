package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.jdbc.WatchedDataSource;
import io.calloutauth.jdbc.WatchedDataSource.Statement;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often nodes that did not get the lease look whether the token is there. */
@NullMarked
class LeaseLosersTest {

  private static final URI TARGET = URI.create("https://api.example.com/orders");
  private static final Duration STEP = Duration.ofMillis(250);
  private static final int NODES = 4;

  /** In which the slowest server that the number is promised for issues a token. */
  private static final int STEPS_OF_SERVER = 20;

  private final TestDatabase database = TestDatabase.POSTGRESQL;
  private final ManualWorld time = new ManualWorld();
  private final SealingKeys keys = SealingKeys.ephemeral();
  private final List<CalloutAuth> nodes = new ArrayList<>();
  private final List<CompletableFuture<CalloutCredentials>> callouts = new ArrayList<>();
  private TokenServer server;
  private HikariDataSource pool;
  private WatchedDataSource source;

  @BeforeEach
  void start() throws IOException {
    database.emptyStore();
    server = new TokenServer();
    pool = database.newPool(20);
    source = new WatchedDataSource(pool);
    IntStream.range(0, NODES).forEach(n -> nodes.add(node()));
  }

  @AfterEach
  void stop() {
    server.release();
    nodes.forEach(CalloutAuth::close);
    pool.close();
    server.close();
  }

  /** Beside the binding, the provider and the token row that each node reads first. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.999})
  void lookSoSeldomThatATokenRequestOfFourColdNodesCostsTwelveStatements(double draw) {
    time.draw(draw);
    bind();
    server.hold();
    ask(nodes.get(0));
    server.awaitExchanges(1);
    int leased = ofTokens() - 1;
    assertThat(leased).as("the provider's epoch is read, and the lease taken").isEqualTo(2);
    nodes.subList(1, NODES).forEach(this::ask);
    Eventually.holds(() -> losersAtRest(draw));
    assertThat(ofTokens()).as("the first look of each").isEqualTo(NODES - 1);

    for (int step = 0; callouts.stream().anyMatch(each -> !each.isDone()); step++) {
      if (step == STEPS_OF_SERVER) {
        server.release();
        Eventually.holds(() -> callouts.get(0).isDone());
      }
      time.pass(STEP);
      Eventually.holds(() -> losersAtRest(draw));
    }

    assertThat(leased + ofTokens()).isEqualTo(12);
    assertThat(server.exchanges()).isEqualTo(1);
  }

  /** Returns how many statements there were for the token since they were counted last. */
  private int ofTokens() {
    return (int)
        source.taken().stream()
            .map(Statement::text)
            .filter(text -> text.contains("callout_auth_token") || text.startsWith("SELECT epoch"))
            .count();
  }

  /** Tells whether each loser has the token, or waits for its next look. */
  private boolean losersAtRest(double draw) {
    long waiting =
        IntStream.of(1, 2, 4).map(seconds -> time.tasksAfter(share(seconds, 1 - draw / 4))).sum();
    long served = callouts.subList(1, NODES).stream().filter(CompletableFuture::isDone).count();
    return waiting + served == NODES - 1;
  }

  private static Duration share(int seconds, double share) {
    return Duration.ofNanos((long) (Duration.ofSeconds(seconds).toNanos() * share));
  }

  private void ask(CalloutAuth node) {
    callouts.add(node.callouts().authenticateAsync("n1", "POST", TARGET).toCompletableFuture());
  }

  private CalloutAuth node() {
    return CalloutAuth.builder(JdbcStore.create(source))
        .cipher(keys)
        .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
        .world(time.world())
        .build();
  }

  private void bind() {
    ProviderSettings settings =
        ProviderSettings.clientCredentials()
            .name("CRM")
            .tokenEndpoint(server.url("/token"))
            .clientId("billing")
            .clientSecret("secret")
            .anyOrigin()
            .build();
    ProviderId id = nodes.get(0).providers().create(settings).id();
    nodes.get(0).notifications().bind("n1", id);
    source.taken();
  }
}
