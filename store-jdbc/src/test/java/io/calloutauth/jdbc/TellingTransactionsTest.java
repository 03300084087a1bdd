package io.calloutauth.jdbc;

import static io.calloutauth.jdbc.Rows.MANY;
import static io.calloutauth.jdbc.Rows.content;
import static io.calloutauth.jdbc.Rows.newKey;
import static io.calloutauth.jdbc.Rows.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.Store;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** How the store tells a host's transaction, where that is not plain to see. */
class TellingTransactionsTest {

  @ParameterizedTest
  @EnumSource
  void needsToBeToldWhereConnectionsNeverCommit(TestDatabase database) {
    database.emptyStore();
    try (HikariDataSource manual = neverCommits(database)) {
      for (JdbcStoreBuilder builder :
          new JdbcStoreBuilder[] {
            JdbcStore.builder(manual),
            JdbcStore.builder(new TransactionAwareDataSourceProxy(manual)),
            JdbcStore.builder(database.pool()).engineDataSource(manual)
          }) {
        assertThatIllegalStateException()
            .isThrownBy(builder::build)
            .withMessageContaining("hostTransaction(() -> false)")
            .withMessageContaining("TransactionSynchronizationManager::isActualTransactionActive");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void commitsByItselfWhereTheHostSaysItHasNone(TestDatabase database) {
    database.emptyStore();
    try (HikariDataSource manual = neverCommits(database)) {
      Store store = JdbcStore.builder(manual).hostTransaction(() -> false).build();

      ProviderKey key = provider(store, "CRM");
      store.bindings().bind(key, "n1");
      store.tokens().lease(key, LeaseRequest.of(1, TokenRow.EMPTY, Duration.ofMinutes(1)));

      Store witness = database.store();
      assertThat(witness.providers().find(key)).isPresent();
      assertThat(witness.bindings().find("acme", "n1")).isPresent();
      assertThat(witness.tokens().find(key).orElseThrow().fence()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void joinsWhereConnectionsNeverCommitIfTheHostTellsOfItsTransactions(TestDatabase database) {
    Store witness = database.emptyStore();
    new SpringHost(database.pool(), "READ_COMMITTED").withTable();
    try (HikariDataSource manual = neverCommits(database)) {
      SpringHost host = new SpringHost(manual, "READ_COMMITTED");
      Store store =
          JdbcStore.builder(host.proxy())
              .hostTransaction(TransactionSynchronizationManager::isActualTransactionActive)
              .build();
      ProviderKey dropped = newKey();
      ProviderKey kept = newKey();

      host.rollsBack(() -> save(host, store, dropped));
      assertThat(host.rows()).isZero();
      assertThat(witness.providers().find(dropped)).isEmpty();
      assertThat(witness.bindings().find("acme", dropped.id())).isEmpty();

      host.commits(() -> save(host, store, kept));
      assertThat(host.rows()).isEqualTo(1);
      assertThat(witness.providers().find(kept)).isPresent();
      assertThat(witness.bindings().find("acme", kept.id())).isPresent();

      assertThat(witness.providers().find(provider(store, "By itself"))).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource
  void isNotToldOfTransactionsThatAreAnotherDataSources(TestDatabase database) {
    database.emptyStore();
    Store store = JdbcStore.builder(database.pool()).hostTransaction(() -> true).build();
    ProviderKey half = newKey();
    ProviderContent unfit =
        ProviderContent.builder(content("Half").name())
            .secrets(Map.of("secret", Sealed.of("k1", "a\0b")))
            .build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.providers().create(half, unfit, MANY));

    assertThat(store.providers().find(half)).isEmpty();
    assertThat(database.store().providers().find(provider(store, "Whole"))).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void goesToAnotherThreadOnceWhereItIsAlwaysToldOfOne(TestDatabase database) {
    database.emptyStore();
    AtomicInteger asked = new AtomicInteger();
    try (HikariDataSource manual = neverCommits(database)) {
      JdbcStoreBuilder always =
          JdbcStore.builder(manual)
              .hostTransaction(
                  () -> {
                    assertThat(asked.incrementAndGet()).isLessThan(10);
                    return true;
                  });

      assertThat(always.build().tokens().find(newKey())).isEmpty();
    }
  }

  private static HikariDataSource neverCommits(TestDatabase database) {
    HikariConfig config = database.config(4);
    config.setAutoCommit(false);
    return new HikariDataSource(config);
  }

  private static void save(SpringHost host, Store store, ProviderKey key) {
    host.addRow(key.id());
    store.providers().create(key, content(key.id()), MANY);
    store.bindings().bind(key, key.id());
  }
}
