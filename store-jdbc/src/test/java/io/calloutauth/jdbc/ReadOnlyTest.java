package io.calloutauth.jdbc;

import static io.calloutauth.jdbc.Rows.MANY;
import static io.calloutauth.jdbc.Rows.content;
import static io.calloutauth.jdbc.Rows.newKey;
import static io.calloutauth.jdbc.Rows.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Store;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.StoreException.Reason;
import io.calloutauth.store.TokenRow;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What only reads: a transaction of the host's, or the whole database after a failover. */
class ReadOnlyTest {

  /** H2 knows no transaction that only reads. */
  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void aTransactionOfTheHostsIsNotWorthTryingAgain(TestDatabase database) {
    database.emptyStore();
    try (HikariDataSource pool = database.readingPool(4)) {
      SpringHost host = new SpringHost(pool, "READ_COMMITTED");
      Store store = JdbcStore.create(host.proxy());

      StoreException refused =
          catchThrowableOfType(
              StoreException.class,
              () -> host.commits(() -> store.providers().create(newKey(), content("CRM"), MANY)));

      assertThat(refused.reason()).isEqualTo(Reason.READ_ONLY);
      assertThat(refused.retryable()).isFalse();
      assertThat(refused.retryAfter()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void aDatabaseIsWorthTryingAgainAfterFiveSeconds(TestDatabase database) {
    ProviderKey key = provider(database.emptyStore(), "CRM");
    try (HikariDataSource pool = database.readingPool(4)) {
      onlyReads(JdbcStore.create(pool), key);
    }
  }

  /** Error 1290, which a user without the privilege to write all the same gets. */
  @Test
  void aServerOfMariaDbThatOnlyReadsFromNowOnIsWorthTryingAgainAfterFiveSeconds() {
    TestDatabase database = TestDatabase.MARIADB;
    ProviderKey key = provider(database.emptyStore(), "CRM");
    try (HikariDataSource pool = poolOfPlainUser()) {
      Store store = JdbcStore.create(pool);
      assertThat(store.bindings().bind(key, "n1")).isTrue();
      database.execute("SET GLOBAL read_only = 1");
      onlyReads(store, key);
      StoreException refused =
          catchThrowableOfType(
              StoreException.class,
              () ->
                  store
                      .tokens()
                      .lease(key, LeaseRequest.of(1, TokenRow.EMPTY, Duration.ofMinutes(1))));
      assertThat(refused.reason()).isEqualTo(Reason.READ_ONLY);
      assertThat(refused)
          .cause()
          .isInstanceOfSatisfying(
              SQLException.class, cause -> assertThat(cause.getErrorCode()).isEqualTo(1290));
      onlyReadsInTransactionOfTheHosts(pool, key);
    } finally {
      database.execute("SET GLOBAL read_only = 0");
    }
  }

  private static void onlyReadsInTransactionOfTheHosts(HikariDataSource pool, ProviderKey key) {
    SpringHost host = new SpringHost(pool, "READ_COMMITTED");
    Store store = JdbcStore.create(host.proxy());

    StoreException refused =
        catchThrowableOfType(
            StoreException.class, () -> host.commits(() -> store.bindings().bind(key, "n1")));

    assertThat(refused.reason()).isEqualTo(Reason.READ_ONLY);
    assertThat(refused.retryable()).isFalse();
  }

  private static HikariDataSource poolOfPlainUser() {
    TestDatabase.MARIADB.execute(
        "CREATE OR REPLACE USER plain@localhost IDENTIFIED BY 'plain'",
        "GRANT ALL ON callouts.* TO plain@localhost");
    HikariConfig config = TestDatabase.MARIADB.config(4);
    config.setUsername("plain");
    config.setPassword("plain");
    return new HikariDataSource(config);
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void aDatabaseSaysInItsChangesWhetherItOnlyReads(TestDatabase database) {
    Store store = database.emptyStore();
    assertThat(onlyReads(store)).isFalse();
    database.execute(
        database == TestDatabase.POSTGRESQL
            ? "ALTER DATABASE postgres SET default_transaction_read_only = on"
            : "SET GLOBAL read_only = 1");
    try (HikariDataSource pool = database.newPool(1)) {
      assertThat(onlyReads(JdbcStore.create(pool))).isTrue();
    } finally {
      database.execute(
          database == TestDatabase.POSTGRESQL
              ? "ALTER DATABASE postgres RESET default_transaction_read_only"
              : "SET GLOBAL read_only = 0");
    }
    try (HikariDataSource pool = database.newPool(1)) {
      assertThat(onlyReads(JdbcStore.create(pool))).isFalse();
    }
  }

  /** A database user that only reads, or a pool that is set so; H2 knows no such session. */
  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void aSessionSaysInItsChangesWhetherItOnlyReads(TestDatabase database) {
    database.emptyStore();
    try (HikariDataSource pool = database.readingPool(4)) {
      assertThat(onlyReads(JdbcStore.create(pool))).isTrue();
    }
  }

  private static boolean onlyReads(Store store) {
    return store.changes().changesSince(store.changes().changesSince(null).cursor()).readOnly();
  }

  @Test
  void aDatabaseOfH2IsWorthTryingAgainAfterFiveSeconds(@TempDir Path folder) {
    String url = "jdbc:h2:file:" + folder.resolve("shelf");
    ProviderKey key;
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(url);
      JdbcStore store = JdbcStore.create(pool);
      store.createSchema();
      key = provider(store, "CRM");
      assertThat(onlyReads(store)).isFalse();
    }
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(url + ";ACCESS_MODE_DATA=r");
      Store reading = JdbcStore.create(pool);
      onlyReads(reading, key);
      assertThat(onlyReads(reading)).isTrue();
    }
  }

  private static void onlyReads(Store store, ProviderKey key) {
    assertThat(store.providers().find(key)).isPresent();

    StoreException refused =
        catchThrowableOfType(StoreException.class, () -> store.bindings().bind(key, "n1"));

    assertThat(refused.reason()).isEqualTo(Reason.READ_ONLY);
    assertThat(refused.retryable()).isTrue();
    assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(5));
  }
}
