package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** "Save, then test" with a host's transaction: no token of the old server goes to the new one. */
@NullMarked
@ParameterizedClass
@EnumSource(names = {"H2_MEMORY", "POSTGRESQL"})
class SavedThenTestedTest {

  private static final URI TARGET = URI.create("https://api.example.com/orders");

  private final TestDatabase database;
  private final ManualWorld time = new ManualWorld();
  private final SealingKeys keys = SealingKeys.ephemeral();
  private TokenServer server;
  private TokenServer elsewhere;
  private HikariDataSource host;
  private HikariDataSource engine;
  private CalloutAuth node;
  private Provider crm;

  SavedThenTestedTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void start() throws IOException {
    database.emptyStore();
    server = new TokenServer();
    elsewhere = new TokenServer();
    elsewhere.answerTokens(n -> TokenServer.Answer.token("new-" + n, 3600));
    host = database.newPool(4);
    engine = database.newPool(10);
    node = node();
    crm = node.providers().create(settings());
    node.notifications().bind("n", crm.id());
    assertThat(token(node)).isEqualTo("token-1");
  }

  @AfterEach
  void stop() {
    node.close();
    engine.close();
    host.close();
    elsewhere.close();
    server.close();
  }

  private CalloutAuth node() {
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

  private ProviderSettings settings() {
    return ProviderSettings.clientCredentials()
        .name("CRM")
        .tokenEndpoint(server.url("/token"))
        .revocationEndpoint(server.url("/revoke"))
        .testEndpoint(server.url("/me"))
        .clientId("billing")
        .clientSecret("secret")
        .anyOrigin()
        .build();
  }

  private static String token(CalloutAuth node) {
    StringBuilder value = new StringBuilder();
    node.callouts().authenticate("n", "POST", TARGET).applyTo((name, text) -> value.append(text));
    return value.substring("Bearer ".length());
  }

  private void moves() {
    ProviderSettings edited =
        crm.toSettings().toBuilder()
            .clientSecret("another")
            .tokenEndpoint(elsewhere.url("/token"))
            .revocationEndpoint(elsewhere.url("/revoke"))
            .testEndpoint(elsewhere.url("/me"))
            .build();
    node.providers().update(crm.id(), crm.version(), edited);
  }

  /** A dispatcher's callout in the middle of it goes by what is committed. */
  private void movesWhileACalloutIsMade() {
    commits(
        () -> {
          moves();
          assertThat(CompletableFuture.supplyAsync(() -> token(node)).join()).isEqualTo("token-1");
        });
  }

  private void commits(Runnable work) {
    new TransactionTemplate(new DataSourceTransactionManager(host))
        .executeWithoutResult(status -> work.run());
  }

  private void nothingOldArrivedElsewhere() {
    assertThat(elsewhere.arrivedAt("/me").map(TokenServer.Arrived::authorization))
        .allMatch(authorization -> authorization.startsWith("Bearer new-"));
    assertThat(elsewhere.arrivedAt("/revoke").map(TokenServer.Arrived::body))
        .noneMatch(body -> body.contains("token-1"));
  }

  @Test
  void aTestAfterTheCommitTestsWhatWasSaved() {
    movesWhileACalloutIsMade();

    TestReport report = node.tokens().test(crm.id());

    nothingOldArrivedElsewhere();
    assertThat(report.passed()).isTrue();
    assertThat(elsewhere.arrivedAt("/me")).hasSize(1);
  }

  @Test
  void aTestBeforeTheCommitShowsNoTokenToAnybody() {
    commits(
        () -> {
          moves();
          TestReport report = node.tokens().test(crm.id());

          assertThat(report.passed()).isFalse();
          assertThat(report.steps().get(0).text()).contains("being changed");
        });

    assertThat(elsewhere.arrivedAt("/me")).isEmpty();
    assertThat(server.arrivedAt("/me")).isEmpty();
  }

  @Test
  void aRevocationAfterTheCommitTellsTheNewServerNothingOld() {
    movesWhileACalloutIsMade();

    RevocationReport report = node.tokens().revoke(crm.id());

    nothingOldArrivedElsewhere();
    assertThat(report.outcome()).isEqualTo(RevocationReport.Outcome.NO_TOKEN);
  }

  @Test
  void aTestOnANodeThatDidNotHearOfTheEditTestsWhatWasSaved() {
    try (CalloutAuth other = node()) {
      assertThat(token(other)).isEqualTo("token-1");
      moves();

      assertThat(other.tokens().test(crm.id()).passed()).isTrue();
    }

    nothingOldArrivedElsewhere();
  }
}
