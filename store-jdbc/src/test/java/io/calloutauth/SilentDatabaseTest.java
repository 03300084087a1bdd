package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.SilentLine;
import io.calloutauth.jdbc.TestDatabase;
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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database that does not refuse, but says nothing any more. */
@NullMarked
class SilentDatabaseTest {

  private static final URI TARGET = URI.create("https://api.example.com/orders");
  private static final Duration POLL = Duration.ofSeconds(5);

  private final ManualWorld time = new ManualWorld();
  private TokenServer server;

  /** Connections over a line that falls silent as soon as the next one was handed out. */
  private static final class Ambush extends DelegatingDataSource {

    private final SilentLine line;
    private volatile boolean armed;

    Ambush(DataSource pool, SilentLine line) {
      super(pool);
      this.line = line;
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      if (armed) {
        line.fallSilent();
      }
      return connection;
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    server.answerTokensLiving(60);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void isOneThatIsDownAndHealsByItself(TestDatabase database) throws IOException {
    database.emptyStore();
    try (SilentLine line = new SilentLine(database);
        HikariDataSource pool = line.pool()) {
      Ambush ambush = new Ambush(pool, line);
      try (CalloutAuth node = node(ambush)) {
        ProviderId id = bound(node);
        assertThat(token(node)).isEqualTo("token-1");

        ambush.armed = true;
        time.pass(POLL);
        assertThat(token(node)).isEqualTo("token-1");
        Eventually.holds(() -> !node.health().storeResponds());
        assertThat(token(node)).isEqualTo("token-1");
        time.pass(Duration.ofSeconds(60));
        assertThat(token(node)).isEqualTo("token-2");
        assertThat(node.health().storeResponds()).isFalse();

        ambush.armed = false;
        line.speak();
        Eventually.holds(() -> time.tasksAfter(POLL) == 1); // the poll that met the silence is over
        time.pass(POLL);
        Eventually.holds(() -> node.health().storeResponds());
        assertThat(token(node)).isEqualTo("token-2");
        assertThat(node.tokens().status(id).state()).isEqualTo(TokenState.ACTIVE);
      }
    }
  }

  private CalloutAuth node(DataSource connections) {
    return CalloutAuth.builder(JdbcStore.create(connections))
        .cipher(SealingKeys.ephemeral())
        .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
        .world(time.world())
        .build();
  }

  private ProviderId bound(CalloutAuth node) {
    ProviderSettings settings =
        ProviderSettings.clientCredentials()
            .name("CRM")
            .tokenEndpoint(server.url("/token"))
            .clientId("billing")
            .clientSecret("secret")
            .anyOrigin()
            .build();
    ProviderId id = node.providers().create(settings).id();
    node.notifications().bind("n1", id);
    return id;
  }

  private static String token(CalloutAuth node) {
    StringBuilder value = new StringBuilder();
    node.callouts().authenticate("n1", "POST", TARGET).applyTo((name, text) -> value.append(text));
    return value.substring("Bearer ".length());
  }
}
