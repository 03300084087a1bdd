package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.keys.PublishedKey;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.ManualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What a node says of its proposed changes once the host's transaction is over. */
@NullMarked
@ParameterizedClass
@EnumSource(names = {"H2_MEMORY", "POSTGRESQL", "MARIADB"})
class ProposalEndTest {

  private static final Duration POLL = Duration.ofSeconds(5);
  private static final Duration GIVEN_UP = Duration.ofMinutes(16);

  private final TestDatabase database;
  private final SealingKeys keys = SealingKeys.ephemeral();
  private final List<Node> nodes = new ArrayList<>();
  private HikariDataSource pool;
  private HikariDataSource engine;
  private TransactionTemplate transaction;
  private Node node;

  ProposalEndTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void start() {
    database.emptyStore();
    pool = database.newPool(4);
    engine = database.newPool(8);
    transaction = new TransactionTemplate(new DataSourceTransactionManager(pool));
    node = new Node(event -> {});
  }

  @AfterEach
  void stop() {
    nodes.forEach(Node::close);
    engine.close();
    pool.close();
  }

  /** A node with its own time, and what its listener hears. */
  private final class Node {

    private final ManualWorld time = new ManualWorld();
    private final List<CalloutAuthEvent> events = new CopyOnWriteArrayList<>();
    private final CalloutAuth auth;

    Node(CalloutAuthListener last) {
      JdbcStore store =
          JdbcStore.builder(new TransactionAwareDataSourceProxy(pool))
              .engineDataSource(engine)
              .build();
      auth =
          CalloutAuth.builder(store)
              .cipher(keys)
              .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
              .listener(events::add)
              .listener(new Slf4jEventLog())
              .listener(last)
              .world(time.world())
              .build()
              .as("alice");
      nodes.add(this);
    }

    Provider created(String name) {
      return auth.providers().create(settings(name).clientSecret("secret").build());
    }

    private static ProviderSettings.Builder settings(String name) {
      return ProviderSettings.clientCredentials()
          .name(name)
          .tokenEndpoint("https://login.example.com/token")
          .clientId("billing")
          .anyOrigin();
    }

    /** Lets time pass up to the end of a poll that begins with the end of it, and not before. */
    void poll(Duration passing) {
      awaitPoll();
      time.pass(passing.minus(POLL));
      awaitPoll();
      time.pass(POLL);
      awaitPoll();
    }

    private void awaitPoll() {
      Eventually.holds(() -> time.tasksAfter(POLL) == 1);
    }

    List<CalloutAuthEvent> ends() {
      return events.stream()
          .filter(event -> !event.proposed() && !event.detail().isEmpty())
          .toList();
    }

    List<String> awaitEnds(int count) {
      Eventually.holds(() -> ends().size() >= count);
      return ends().stream().map(event -> event.type() + " " + event.detail()).toList();
    }

    void close() {
      auth.close();
    }
  }

  private void inTransaction(Runnable work) {
    transaction.executeWithoutResult(status -> work.run());
  }

  private void rolledBack(Runnable work) {
    transaction.executeWithoutResult(
        status -> {
          work.run();
          status.setRollbackOnly();
        });
  }

  private static boolean isLogged(LogCapture log, String one, String other) {
    return log.lines().stream().anyMatch(line -> line.contains(one) && line.contains(other));
  }

  @Test
  void aCommitIsToldAfterTheNextPoll() {
    try (LogCapture log = LogCapture.start()) {
      Provider made =
          transaction.execute(
              status -> {
                Provider crm = node.created("CRM");
                node.auth.notifications().bind("n", crm.id());
                assertThat(node.events).hasSize(3).allMatch(CalloutAuthEvent::proposed);
                return crm;
              });
      node.poll(POLL);

      assertThat(node.awaitEnds(3))
          .containsExactly(
              "PROVIDER_CREATED committed", "SECRET_SET committed", "BINDING_MADE committed");
      assertThat(node.ends())
          .allMatch(event -> event.succeeded() && !event.proposed())
          .allMatch(event -> event.actor().orElseThrow().equals("alice"))
          .allMatch(event -> event.providerId().orElseThrow().equals(made.id()));
      assertThat(node.ends().get(0).providerName()).contains("CRM");
      Eventually.holds(() -> isLogged(log, "BINDING_MADE", ", committed]"));
    }
    node.poll(GIVEN_UP);
    assertThat(node.ends()).as("told once").hasSize(3);
  }

  /** A transaction that lasts for a quarter of an hour may still be committed. */
  @Test
  void aRollbackIsToldOnceNoCommitCanCome() {
    rolledBack(() -> node.created("CRM"));
    node.poll(GIVEN_UP.minus(POLL));
    assertThat(node.ends()).isEmpty();

    node.poll(POLL);

    assertThat(node.awaitEnds(2))
        .containsExactly("PROVIDER_CREATED not committed", "SECRET_SET not committed");
    assertThat(node.ends()).noneMatch(CalloutAuthEvent::succeeded);
    assertThat(node.ends()).noneMatch(CalloutAuthEvent::proposed);
    assertThat(node.ends().get(0).toString()).contains(", failed, not committed]");
  }

  @Test
  void theSameChangeThatWasRolledBackAndMadeAgainIsToldTwice() {
    Provider crm = node.created("CRM");
    rolledBack(() -> node.auth.notifications().bind("n", crm.id()));
    inTransaction(() -> node.auth.notifications().bind("n", crm.id()));
    node.poll(POLL);
    assertThat(node.awaitEnds(1)).containsExactly("BINDING_MADE committed");

    node.poll(GIVEN_UP);

    assertThat(node.awaitEnds(2))
        .containsExactly("BINDING_MADE committed", "BINDING_MADE not committed");
  }

  @Test
  void whatASavepointTakesBackIsNotCommittedWithTheRest() {
    TransactionTemplate nested = new TransactionTemplate(new DataSourceTransactionManager(pool));
    nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    Provider crm = node.created("CRM");
    inTransaction(
        () -> {
          node.auth.notifications().bind("kept", crm.id());
          nested.executeWithoutResult(
              status -> {
                node.auth.notifications().bind("taken-back", crm.id());
                status.setRollbackOnly();
              });
        });
    node.poll(POLL);
    assertThat(node.awaitEnds(1)).hasSize(1);
    node.poll(GIVEN_UP);
    node.awaitEnds(2);

    assertThat(node.ends())
        .extracting(event -> event.notificationId().orElseThrow() + " " + event.detail())
        .containsExactly("kept committed", "taken-back not committed");
  }

  @Test
  void everyKindOfChangeHasItsEnd() {
    Provider crm = node.created("CRM");
    node.auth.notifications().bind("n", crm.id());
    inTransaction(
        () -> {
          node.auth.notifications().bind("m", crm.id());
          node.auth.notifications().unbind("m");
          node.auth.providers().disable(crm.id());
          Provider off = node.auth.providers().enable(crm.id());
          ProviderSettings renamed = off.toSettings().toBuilder().name("CRM 2").build();
          node.auth.providers().update(crm.id(), off.version(), renamed);
          node.auth.providers().deleteAndDetach(crm.id());
        });
    node.poll(POLL);

    assertThat(node.awaitEnds(7))
        .containsExactly(
            "BINDING_MADE committed",
            "BINDING_REMOVED committed",
            "PROVIDER_DISABLED committed",
            "PROVIDER_ENABLED committed",
            "PROVIDER_UPDATED committed",
            "PROVIDER_DELETED committed",
            "BINDING_DETACHED committed");
  }

  /** Which key it was is told of the end too. */
  @Test
  void theEndOfAStepWithAKeyNamesTheKey() {
    Provider crm =
        node.auth
            .providers()
            .create(
                Node.settings("CRM")
                    .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
                    .issuer("https://login.example.com")
                    .build());
    inTransaction(() -> node.auth.providers().addKey(crm.id(), crm.version(), null));
    node.poll(POLL);

    List<PublishedKey> keys = node.auth.providers().publicKeys(crm.id()).orElseThrow().keys();
    assertThat(node.awaitEnds(1)).containsExactly("KEY_ADDED " + keys.get(1).kid() + ", committed");
  }

  /** A change with an earlier id may be committed after others that were heard long ago. */
  @Test
  void aLateCommitIsToldByTheNodeThatMadeIt() {
    Node other = new Node(event -> {});
    inTransaction(
        () -> {
          node.created("Late");
          CompletableFuture.runAsync(() -> other.created("Early")).join();
          node.poll(POLL);
          assertThat(node.ends()).isEmpty();
        });
    node.poll(POLL);

    assertThat(node.awaitEnds(2))
        .containsExactly("PROVIDER_CREATED committed", "SECRET_SET committed");
    assertThat(other.ends()).isEmpty();
  }

  /** Its listener refused the change, and those before it had heard it. */
  @Test
  void aChangeThatAListenerRefusesIsNotCommitted() {
    Node guarded =
        new Node(
            event -> {
              if (event.proposed()) {
                throw new IllegalStateException("no");
              }
            });
    assertThatIllegalStateException().isThrownBy(() -> inTransaction(() -> guarded.created("CRM")));
    guarded.poll(GIVEN_UP);

    assertThat(guarded.awaitEnds(1)).containsExactly("PROVIDER_CREATED not committed");
  }

  @Test
  void aNodeThatStopsBeforeSaysSoAndTheNextOneTellsNothing() {
    try (LogCapture log = LogCapture.start()) {
      inTransaction(
          () -> {
            node.created("CRM");
            node.close();
          });
      assertThat(isLogged(log, "ProposedChanges", "whether 2 changes are committed")).isTrue();
    }
    Node next = new Node(event -> {});
    inTransaction(() -> next.created("ERP"));
    next.poll(POLL);

    assertThat(next.awaitEnds(2)).hasSize(2);
    assertThat(next.ends().get(0).providerName()).contains("ERP");
    assertThat(node.ends()).isEmpty();
  }
}
