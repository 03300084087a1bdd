package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.history.History;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.Page;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** What is said of changes while a host's transaction is not committed. */
@NullMarked
class ProposedChangesTest {

  private static final URI TARGET = URI.create("https://api.example.com/orders");

  private final ManualWorld time = new ManualWorld();
  private final List<CalloutAuthEvent> events = new CopyOnWriteArrayList<>();
  private TokenServer server;
  private HikariDataSource pool;
  private HikariDataSource engine;
  private TransactionTemplate transaction;
  private CalloutAuth auth;

  @BeforeEach
  void start() throws IOException {
    TestDatabase.H2_MEMORY.emptyStore();
    server = new TokenServer();
    pool = TestDatabase.H2_MEMORY.newPool(4);
    engine = TestDatabase.H2_MEMORY.newPool(4);
    transaction = new TransactionTemplate(new DataSourceTransactionManager(pool));
    JdbcStore store =
        JdbcStore.builder(new TransactionAwareDataSourceProxy(pool))
            .engineDataSource(engine)
            .build();
    auth =
        CalloutAuth.builder(store)
            .cipher(SealingKeys.ephemeral())
            .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
            .listener(events::add)
            .listener(new Slf4jEventLog())
            .world(time.world())
            .build();
  }

  @AfterEach
  void stop() {
    auth.close();
    engine.close();
    pool.close();
    server.close();
  }

  private Provider created() {
    return created("CRM");
  }

  private Provider created(String name) {
    return auth.providers()
        .create(
            ProviderSettings.clientCredentials()
                .name(name)
                .tokenEndpoint(server.url("/token"))
                .clientId("billing")
                .clientSecret("secret")
                .anyOrigin()
                .build());
  }

  @Test
  void whatMayBeRolledBackIsProposed() {
    try (LogCapture log = LogCapture.start()) {
      transaction.executeWithoutResult(
          status -> {
            auth.notifications().bind("n", created().id());
            status.setRollbackOnly();
          });

      assertThat(events)
          .extracting(CalloutAuthEvent::type)
          .containsExactly(
              EventType.PROVIDER_CREATED, EventType.SECRET_SET, EventType.BINDING_MADE);
      assertThat(events).allMatch(CalloutAuthEvent::proposed);
      assertThat(log.lines())
          .filteredOn(line -> line.contains("PROVIDER_CREATED"))
          .isNotEmpty()
          .allMatch(line -> line.contains("proposed"));
    }
    assertThat(auth.providers().list(1).items()).isEmpty();
  }

  @Test
  void whatIsRolledBackLeavesNoHistory() {
    ProviderId crm = created().id();
    auth.notifications().bind("kept", crm);
    List<String> before = history(crm);
    List<ProviderId> gone = new ArrayList<>();

    transaction.executeWithoutResult(
        status -> {
          gone.add(changed(crm));
          status.setRollbackOnly();
        });
    assertThat(before).containsExactlyInAnyOrder("PROVIDER_CREATED", "BINDING_MADE");
    assertThat(history(crm)).isEqualTo(before);
    assertThat(history(gone.get(0))).isEmpty();
    assertThat(history("kept")).containsExactly("BINDING_MADE");
    assertThat(history("n")).isEmpty();

    ProviderId made = transaction.execute(status -> changed(crm));
    assertThat(history(crm)).containsAll(before).contains("PROVIDER_UPDATED", "PROVIDER_DISABLED");
    assertThat(history(made)).contains("PROVIDER_CREATED", "BINDING_MADE", "PROVIDER_DELETED");
    assertThat(history("kept")).containsExactly("BINDING_REMOVED", "BINDING_MADE");
    assertThat(history("n")).contains("BINDING_MADE");
  }

  /** Makes a change of each kind, and returns the provider that came and went. */
  private ProviderId changed(ProviderId crm) {
    Provider read = auth.providers().find(crm).orElseThrow();
    ProviderSettings edited = read.toSettings().toBuilder().clientId("edited").build();
    auth.providers().update(crm, read.version(), edited);
    auth.providers().disable(crm);
    auth.notifications().unbind("kept");
    ProviderId erp = created("ERP").id();
    auth.notifications().bind("n", erp);
    auth.providers().deleteAndDetach(erp);
    return erp;
  }

  private List<String> history(ProviderId id) {
    return types(auth.history().ofProvider(id, History.Query.last(100)));
  }

  private List<String> history(String notificationId) {
    return types(auth.history().ofNotification(notificationId, History.Query.last(100)));
  }

  private static List<String> types(Page<History.Entry> page) {
    return page.items().stream().map(History.Entry::type).toList();
  }

  @Test
  void whatIsDoneOutsideOfATransactionIsNotProposed() {
    Provider crm = created();
    auth.tokens().obtain(crm.id());
    auth.close(); // every event was told

    assertThat(events)
        .extracting(CalloutAuthEvent::type)
        .contains(EventType.PROVIDER_CREATED, EventType.TOKEN_REQUESTED);
    assertThat(events).noneMatch(CalloutAuthEvent::proposed);
    assertThat(events.get(0).toString()).doesNotContain("proposed");
  }

  @Test
  void aTokenInTheCreatingTransactionIsNotThereYet() {
    ProviderId made =
        transaction.execute(
            status -> {
              ProviderId id = created().id();
              for (Runnable command :
                  List.<Runnable>of(
                      () -> auth.tokens().obtain(id), () -> auth.tokens().revoke(id))) {
                assertThatExceptionOfType(ProviderNotFoundException.class)
                    .isThrownBy(command::run)
                    .withMessageContaining("not committed yet")
                    .withMessageNotContaining("There is no provider")
                    .satisfies(
                        early -> {
                          assertThat(early.uncommitted()).isTrue();
                          assertThat(early.retryable()).isTrue();
                        });
              }
              ProviderId other = new ProviderId("0d5ad9e4-7f1c-4f6b-9f0a-000000000000");
              assertThatExceptionOfType(ProviderNotFoundException.class)
                  .isThrownBy(() -> auth.tokens().obtain(other))
                  .withMessageContaining("There is no provider")
                  .matches(absent -> !absent.uncommitted() && !absent.retryable());
              return id;
            });
    time.pass(Duration.ofSeconds(5));

    assertThat(made).isNotNull();
    assertThat(auth.tokens().obtain(made).state()).isEqualTo(TokenState.ACTIVE);
  }

  /** Also to another thread, such as a dispatcher's, that looks before the commit. */
  @Test
  void aCalloutOfABindingThatWaitsForItsCommitIsToldSoAndIsRetryable() {
    ProviderId crm = created().id();
    transaction.executeWithoutResult(
        status -> {
          auth.notifications().bind("n", crm);
          assertThatExceptionOfType(NoProviderBoundException.class)
              .isThrownBy(() -> auth.callouts().authenticate("n", "POST", TARGET))
              .withMessageContaining("not committed yet")
              .matches(early -> early.uncommitted() && early.retryable() && !early.detached());
          assertThat(auth.callouts().authenticateAsync("n", "POST", TARGET))
              .failsWithin(Duration.ofSeconds(10))
              .withThrowableThat()
              .havingCause()
              .isInstanceOf(NoProviderBoundException.class)
              .matches(early -> ((NoProviderBoundException) early).uncommitted());
          assertThatExceptionOfType(NoProviderBoundException.class)
              .isThrownBy(() -> auth.callouts().authenticate("other", "POST", TARGET))
              .matches(never -> !never.uncommitted() && !never.retryable());
        });
    time.pass(Duration.ofSeconds(1));
    assertThat(auth.callouts().authenticate("n", "POST", TARGET)).isNotNull();

    transaction.executeWithoutResult(status -> auth.notifications().unbind("n"));
    time.pass(Duration.ofSeconds(1));
    assertThatExceptionOfType(NoProviderBoundException.class)
        .isThrownBy(() -> auth.callouts().authenticate("n", "POST", TARGET))
        .matches(gone -> !gone.uncommitted() && !gone.retryable());
  }
}
