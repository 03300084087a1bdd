package io.calloutauth.jdbc;

import static io.calloutauth.jdbc.Rows.newKey;
import static io.calloutauth.jdbc.Rows.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.RevokeRequest;
import io.calloutauth.store.Store;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransactionsTest {

  @Test
  void startOverWhenTheyLostARace() {
    AtomicInteger attempts = new AtomicInteger();

    String result =
        TestDatabase.H2_MEMORY
            .apart()
            .run(
                session -> {
                  if (attempts.incrementAndGet() < 5) {
                    throw new LostRaceException("lost");
                  }
                  return "won";
                });

    assertThat(result).isEqualTo("won");
    assertThat(attempts).hasValue(5);
  }

  @Test
  void giveUpAfterFiveLostRaces() {
    AtomicInteger attempts = new AtomicInteger();

    StoreException lost =
        catchThrowableOfType(
            StoreException.class,
            () ->
                TestDatabase.H2_MEMORY
                    .apart()
                    .run(
                        session -> {
                          attempts.incrementAndGet();
                          throw new LostRaceException("lost");
                        }));

    assertThat(attempts).hasValue(5);
    assertThat(lost.retryable()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void rollBackWhatFailed(TestDatabase database) {
    Store store = database.emptyStore();
    ProviderKey key = provider(store, "CRM");
    AtomicInteger attempts = new AtomicInteger();

    StoreException broken =
        catchThrowableOfType(
            StoreException.class,
            () ->
                database
                    .apart()
                    .run(
                        session -> {
                          attempts.incrementAndGet();
                          session.update("UPDATE ${token} SET fence = 77");
                          return session.update("UPDATE ${token} SET nonsense = 1");
                        }));

    assertThat(broken.retryable()).isFalse();
    assertThat(attempts).hasValue(1);
    assertThat(store.tokens().find(key).orElseThrow().fence()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void leaveConnectionsAsTheyFoundThem(TestDatabase database) throws SQLException {
    database.emptyStore();
    try (HikariDataSource pool = database.newPool(1)) {
      int before = isolation(pool);
      int usual = networkTimeout(pool);
      Store store = JdbcStore.create(pool);
      ProviderKey key = provider(store, "CRM");
      store.tokens().find(key);
      assertThat(store.providers().create(newKey(), Rows.content("CRM"), 10).name())
          .isEqualTo("NAME_TAKEN");

      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(statement.getQueryTimeout()).isZero();
      }
      assertThat(isolation(pool)).isEqualTo(before);
      assertThat(networkTimeout(pool)).isEqualTo(usual);
    }
  }

  /** H2 gives up waiting for a lock by itself. */
  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void readAndWriteNothingOfTokensForLongerThanTheirTime(TestDatabase database) throws Exception {
    Store store = database.emptyStore();
    ProviderKey key = provider(store, "CRM");
    try (Connection blocking = database.pool().getConnection();
        Statement statement = blocking.createStatement()) {
      blocking.setAutoCommit(false);
      statement.executeUpdate("UPDATE callout_auth_token SET attempts = 9");

      StoreException late =
          catchThrowableOfType(
              StoreException.class,
              () -> store.tokens().revoke(key, RevokeRequest.of(TokenRow.EMPTY)));

      assertThat(late.retryable()).isTrue();
      blocking.rollback();
      blocking.setAutoCommit(true);
    }
    assertThat(store.tokens().revoke(key, RevokeRequest.of(TokenRow.EMPTY))).isTrue();
  }

  @Test
  void tellThatADatabaseOutOfReachMayComeBack() {
    HikariDataSource pool = TestDatabase.H2_MEMORY.newPool(1);
    Store store = JdbcStore.create(pool);
    pool.close();

    StoreException down =
        catchThrowableOfType(StoreException.class, () -> store.tokens().find(newKey()));

    assertThat(down.retryable()).isTrue();
  }

  private static int networkTimeout(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return connection.getNetworkTimeout();
    }
  }

  private static int isolation(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return connection.getTransactionIsolation();
    }
  }
}
