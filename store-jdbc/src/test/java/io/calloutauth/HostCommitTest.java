package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.jdbc.WatchedDataSource;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.RevokeRequest;
import io.calloutauth.store.TokenRow;
import io.calloutauth.store.TokenStore;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
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

/**
 * What callouts get while a host's transaction changes what they depend on, and after its commit.
 */
@NullMarked
@ParameterizedClass
@EnumSource(names = {"H2_MEMORY", "POSTGRESQL"})
class HostCommitTest {

  private static final URI TARGET = URI.create("https://api.example.com/orders");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestDatabase database;
  private final ManualWorld time = new ManualWorld();
  private TokenServer server;
  private HikariDataSource pool;
  private WatchedDataSource engineReads;
  private TransactionTemplate transaction;
  private CalloutAuth auth;
  private ProviderId one;
  private ProviderId two;

  HostCommitTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void start() throws IOException {
    database.emptyStore();
    server = new TokenServer();
    server.answerByClient();
    pool = database.newPool(10);
    engineReads = new WatchedDataSource(database.newPool(10));
    transaction = new TransactionTemplate(new DataSourceTransactionManager(pool));
    auth =
        CalloutAuth.builder(
                JdbcStore.builder(new TransactionAwareDataSourceProxy(pool))
                    .engineDataSource(engineReads)
                    .build())
            .cipher(SealingKeys.ephemeral())
            .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
            .world(time.world())
            .build();
    one = added("one");
    two = added("two");
  }

  @AfterEach
  void stop() throws Exception {
    auth.close();
    pool.close();
    engineReads.unwrap(HikariDataSource.class).close();
    server.close();
  }

  @Test
  void aBindingServesASecondAfterItsCommit() {
    commits(
        () -> {
          auth.notifications().bind("n", one);
          refused("n");
        });

    time.pass(SECOND);
    assertThat(token("n")).startsWith("of-one-");
  }

  @Test
  void anotherBindingServesASecondAfterItsCommit() {
    auth.notifications().bind("n", one);
    assertThat(token("n")).startsWith("of-one-");
    commits(
        () -> {
          auth.notifications().bind("n", two);
          assertThat(token("n")).startsWith("of-one-");
        });

    time.pass(SECOND);
    assertThat(token("n")).startsWith("of-two-");
  }

  @Test
  void anUnboundNotificationIsRefusedASecondAfterTheCommit() {
    auth.notifications().bind("n", one);
    assertThat(token("n")).startsWith("of-one-");
    commits(
        () -> {
          auth.notifications().unbind("n");
          assertThat(token("n")).startsWith("of-one-");
        });

    time.pass(SECOND);
    refused("n");
  }

  @Test
  void anEditServesASecondAfterItsCommit() {
    auth.notifications().bind("n", one);
    Provider read = auth.providers().find(one).orElseThrow();
    commits(
        () -> {
          auth.providers()
              .update(
                  one, read.version(), read.toSettings().toBuilder().clientId("edited").build());
          assertThat(token("n")).startsWith("of-one-");
        });

    time.pass(SECOND);
    assertThat(token("n")).startsWith("of-edited-");
  }

  /** A revocation joins no transaction, and is heard of as a change of the same provider. */
  @Test
  void anEditServesASecondAfterItsCommitWhateverElseIsHeardOfTheProvider() {
    auth.notifications().bind("n", one);
    Provider read = auth.providers().find(one).orElseThrow();
    commits(
        () -> {
          auth.providers()
              .update(
                  one, read.version(), read.toSettings().toBuilder().clientId("edited").build());
          assertThat(token("n")).startsWith("of-one-");
          time.pass(Duration.ofSeconds(16));
          revokedElsewhere(one);
          assertThat(bindingReads(10, 1)).isGreaterThanOrEqualTo(10);
          assertThat(token("n")).startsWith("of-one-");
        });

    time.pass(SECOND);
    assertThat(token("n")).startsWith("of-edited-");
  }

  @Test
  void aDeletedProvidersNotificationIsRefusedASecondAfterTheCommit() {
    auth.notifications().bind("n", one);
    commits(
        () -> {
          auth.providers().deleteAndDetach(one);
          assertThat(token("n")).startsWith("of-one-");
        });

    time.pass(SECOND);
    refused("n");
  }

  @Test
  void aDisabledProviderIsUsedNoMoreASecondAfterTheCommit() {
    auth.notifications().bind("n", one);
    commits(
        () -> {
          auth.providers().disable(one);
          assertThat(token("n")).startsWith("of-one-");
        });

    time.pass(SECOND);
    assertThatExceptionOfType(ProviderDisabledException.class).isThrownBy(() -> token("n"));
  }

  /** However many callouts there are, and for as long as nobody knows what becomes of it. */
  @Test
  void theStoreIsReadAtMostOnceASecondUntilItIsOver() {
    auth.notifications().bind("n", one);
    assertThat(token("n")).startsWith("of-one-");
    awaitConfirmation();
    transaction.executeWithoutResult(
        status -> {
          auth.notifications().bind("n", two);
          assertThat(bindingReads(5, 50)).isEqualTo(5);
          status.setRollbackOnly();
        });

    assertThat(bindingReads(5, 50)).isEqualTo(5);
    time.pass(Duration.ofMinutes(15));
    assertThat(token("n")).startsWith("of-one-");
    awaitConfirmation();
    assertThat(bindingReads(5, 50)).isZero();
  }

  @Test
  void whatIsCommittedIsKeptOnceItWasRead() {
    commits(() -> auth.notifications().bind("n", one));

    assertThat(token("n")).startsWith("of-one-");
    awaitConfirmation();
    assertThat(bindingReads(3, 50)).isZero();
  }

  @Test
  void whatJoinsNoTransactionIsKeptAtOnce() {
    auth.notifications().bind("n", one);
    refused("other");

    assertThat(token("n")).startsWith("of-one-");
    awaitConfirmation();
    assertThat(bindingReads(3, 50)).isZero();
  }

  @Test
  void providersThatNoNotificationUsesAreFoundAsTheTransactionSeesThem() {
    auth.notifications().bind("n", one);
    assertThat(unused()).containsExactly("two");
    transaction.executeWithoutResult(
        status -> {
          auth.notifications().bind("m", two);
          auth.notifications().unbind("n");
          assertThat(unused()).containsExactly("one");
          status.setRollbackOnly();
        });
    assertThat(unused()).containsExactly("two");

    auth.notifications().unbind("n");
    assertThat(unused()).containsExactly("one", "two");
  }

  private List<String> unused() {
    return auth.providers().search(ProviderQuery.all().unused(), 10).items().stream()
        .map(found -> found.provider().name())
        .toList();
  }

  /** What was read into memory is read once more, after the next poll. */
  private void awaitConfirmation() {
    engineReads.taken();
    Eventually.holds(
        () -> {
          time.pass(SECOND);
          token("n");
          return bindingReads() > 0;
        });
  }

  /** Returns how often the binding was read in some seconds with some callouts in each. */
  private long bindingReads(int seconds, int callouts) {
    engineReads.taken();
    for (int second = 0; second < seconds; second++) {
      time.pass(SECOND);
      for (int i = 0; i < callouts; i++) {
        token("n");
      }
    }
    return bindingReads();
  }

  /** Returns how often the binding was read since this was asked last. */
  private long bindingReads() {
    return engineReads.taken().stream()
        .filter(each -> each.text().contains("FROM callout_auth_binding"))
        .filter(each -> !each.text().contains("FROM callout_auth_provider")) // a page of them
        .count();
  }

  private void commits(Runnable work) {
    transaction.executeWithoutResult(status -> work.run());
  }

  /** As another node revokes: in a transaction of its own. */
  private void revokedElsewhere(ProviderId id) {
    TokenStore tokens = JdbcStore.create(engineReads).tokens();
    ProviderKey key = new ProviderKey("default", id.key());
    TokenRow read = tokens.find(key).orElseThrow();
    assertThat(tokens.revoke(key, RevokeRequest.of(read))).isTrue();
  }

  private void refused(String notificationId) {
    assertThatExceptionOfType(NoProviderBoundException.class)
        .isThrownBy(() -> token(notificationId));
  }

  /** As a dispatcher asks, on a thread without the host's transaction. */
  private String token(String notificationId) {
    StringBuilder value = new StringBuilder();
    try {
      CompletableFuture.supplyAsync(
              () -> auth.callouts().authenticate(notificationId, "POST", TARGET))
          .join()
          .applyTo((name, text) -> value.append(text));
    } catch (java.util.concurrent.CompletionException thrown) {
      throw thrown.getCause() instanceof CalloutAuthException why ? why : thrown;
    }
    return value.substring("Bearer ".length());
  }

  private ProviderId added(String name) {
    return auth.providers()
        .create(
            ProviderSettings.clientCredentials()
                .name(name)
                .tokenEndpoint(server.url("/token"))
                .clientId(name)
                .clientSecret("s3cret")
                .anyOrigin()
                .build())
        .id();
  }
}
