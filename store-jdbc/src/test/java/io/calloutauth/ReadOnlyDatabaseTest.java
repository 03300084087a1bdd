package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.StoreException.Reason;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A node whose database only reads for a while, as a replica does before it is promoted. */
@NullMarked
class ReadOnlyDatabaseTest {

  private static final URI TARGET = URI.create("https://api.example.com/orders");
  private static final Duration POLL = Duration.ofSeconds(5);

  private final ManualWorld time = new ManualWorld();
  private TokenServer server;

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
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void isInTheHealthWithSinceWhenAndCalloutsGoOn(TestDatabase database) {
    database.emptyStore();
    try (HikariDataSource writing = database.newPool(6);
        HikariDataSource reading = database.readingPool(6)) {
      DelegatingDataSource source = new DelegatingDataSource(writing);
      try (CalloutAuth node = node(source)) {
        ProviderId id = bound(node);
        assertThat(token(node)).isEqualTo("token-1");
        assertThat(node.health().storeTrouble()).isEmpty();

        source.setTargetDataSource(reading);
        time.pass(POLL);
        Instant since = time.instant();
        Eventually.holds(() -> node.health().storeTrouble().isPresent() && time.tasks() > 0);
        time.pass(Duration.ofSeconds(60));
        assertThat(token(node)).as("a token of this node's own").isEqualTo("token-2");

        Health health = node.health();
        assertThat(health.storeTrouble()).contains(Reason.READ_ONLY);
        assertThat(health.storeSince()).isEqualTo(since);
        assertThat(health.storeResponds()).isTrue();
        assertThat(health.toMap()).containsEntry("store_trouble", "READ_ONLY");
        assertThat(refusal(() -> node.providers().disable(id)).reason())
            .isEqualTo(Reason.READ_ONLY);

        source.setTargetDataSource(writing);
        Eventually.holds(() -> time.tasksAfter(POLL) == 1);
        time.pass(POLL);
        Eventually.holds(() -> node.health().storeTrouble().isEmpty());
        node.providers().disable(id);
      }
    }
  }

  private static StoreUnavailableException refusal(Runnable command) {
    return catchThrowableOfType(StoreUnavailableException.class, command::run);
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
