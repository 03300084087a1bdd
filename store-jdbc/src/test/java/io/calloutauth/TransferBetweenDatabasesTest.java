package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.ImportReport.Outcome;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.provider.SecretResolver;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.Page;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** From one database into another of another make, with 1,000 providers, and twice. */
@NullMarked
class TransferBetweenDatabasesTest {

  private static final int PROVIDERS = 1_000;
  private static final SecretResolver VAULT =
      name -> Optional.of(Secret.of("from the vault: " + name));

  private TokenServer server;
  private CalloutAuth staging;
  private CalloutAuth production;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    staging = host(TestDatabase.H2_MEMORY.emptyStore());
    production = host(TestDatabase.POSTGRESQL.emptyStore());
  }

  @AfterEach
  void stop() {
    staging.close();
    production.close();
    server.close();
  }

  private static CalloutAuth host(JdbcStore store) {
    return CalloutAuth.builder(store)
        .cipher(SealingKeys.ephemeral())
        .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
        .build();
  }

  private ProviderSettings settings(int number) {
    return ProviderSettings.clientCredentials()
        .name("Provider \u00fc%04d".formatted(number))
        .tokenEndpoint(server.url("/token"))
        .clientId("client-" + number)
        .clientSecret("s3cret-" + number)
        .scope("orders." + number)
        .requests(requests -> requests.parameter("tier", "t" + number).audience("a, \"" + number))
        .defaultLifetime(Duration.ofSeconds(60 + number))
        .origin("https://api.example.com")
        .origin(server.url(""))
        .build();
  }

  private void fill(int count) {
    for (int i = 0; i < count; i++) {
      Provider made = staging.providers().create(settings(i));
      staging.notifications().bind("notification-" + i, made.id());
    }
  }

  private static String export(CalloutAuth from) throws IOException {
    StringBuilder text = new StringBuilder();
    from.transfer().export(text);
    return text.toString();
  }

  private Transfer.Plan plan(String text) throws IOException {
    return production.transfer().plan(new StringReader(text), VAULT);
  }

  private ImportReport transfer(String text) throws IOException {
    return production.transfer().apply(plan(text));
  }

  private List<Provider> stored() {
    List<Provider> all = new ArrayList<>();
    Page<ProviderSummary> page = production.providers().list(1_000);
    page.items().forEach(summary -> all.add(summary.provider()));
    return all;
  }

  @Test
  void aThousandProvidersArriveAndTheSecondTimeNothingChanges() throws IOException {
    fill(PROVIDERS);
    String text = export(staging);

    ImportReport first = transfer(text);

    assertThat(first.counts())
        .isEqualTo(Map.of(Outcome.CREATED, (long) PROVIDERS, Outcome.BOUND, (long) PROVIDERS));
    assertThat(export(production)).isEqualTo(text);
    List<Provider> before = stored();
    assertThat(before).hasSize(PROVIDERS);

    assertThat(plan(text).report().counts()).isEqualTo(Map.of(Outcome.UNCHANGED, 2L * PROVIDERS));
    assertThat(transfer(text).counts()).isEqualTo(Map.of(Outcome.UNCHANGED, 2L * PROVIDERS));
    assertThat(stored())
        .extracting(Provider::version)
        .containsExactlyElementsOf(before.stream().map(Provider::version).toList());

    production.tokens().obtain(before.get(PROVIDERS - 1).id());
    assertThat(server.arrivedAt("/token").toList().get(0).body())
        .contains("tier=from+the+vault%3A+Provider+%C3%BC0999%2Fparameters%2Ftier");
  }

  /** What the host's transaction takes back was never there. */
  @Test
  void joinsTheHostsTransaction() throws IOException {
    fill(3);
    String text = export(staging);
    HikariDataSource pool = TestDatabase.POSTGRESQL.newPool(4);
    HikariDataSource engine = TestDatabase.POSTGRESQL.newPool(4);
    TransactionTemplate transaction =
        new TransactionTemplate(new DataSourceTransactionManager(pool));
    CalloutAuth host =
        host(
            JdbcStore.builder(new TransactionAwareDataSourceProxy(pool))
                .engineDataSource(engine)
                .build());
    try {
      Transfer.Plan plan = host.transfer().plan(new StringReader(text), VAULT);
      assertThatThrownBy(
              () ->
                  transaction.executeWithoutResult(
                      status -> {
                        assertThat(host.transfer().apply(plan).counts())
                            .isEqualTo(Map.of(Outcome.CREATED, 3L, Outcome.BOUND, 3L));
                        throw new IllegalStateException("roll back");
                      }))
          .hasMessage("roll back");

      assertThat(stored()).isEmpty();
      transaction.executeWithoutResult(status -> host.transfer().apply(plan));
      assertThat(stored()).hasSize(3);
    } finally {
      host.close();
      engine.close();
      pool.close();
    }
  }
}
