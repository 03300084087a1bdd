package io.calloutauth.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.store.StoreException;
import io.calloutauth.store.StoreException.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store says of its tables before they are used. */
class StoreCheckTest {

  @ParameterizedTest
  @EnumSource
  void passesTheTablesThatItMade(TestDatabase database) {
    assertThatCode(made(database)::check).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void saysThatTablesAreMissingAllOrOne(TestDatabase database) {
    for (String table : new String[] {"change", "meta", "binding"}) {
      JdbcStore store = made(database);
      database.execute("DROP TABLE checked_" + table);
      schema(store, "createSchema()");
    }
    drop(database);
    schema(on(database), "createSchema()");
  }

  @ParameterizedTest
  @EnumSource
  void saysThatTheTablesAreOfAnotherVersion(TestDatabase database) {
    JdbcStore store = made(database);
    database.execute("UPDATE checked_meta SET schema_version = 2");

    schema(store, "schema version 2");
  }

  private static void schema(JdbcStore store, String words) {
    StoreException refused = catchThrowableOfType(StoreException.class, store::check);

    assertThat(refused.reason()).isEqualTo(Reason.SCHEMA);
    assertThat(refused.retryable()).isFalse();
    assertThat(refused).hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "utf8mb4 COLLATE utf8mb4_general_ci",
        "utf8mb4 COLLATE utf8mb4_bin",
        "utf8mb4 COLLATE uca1400_nopad_as_cs"
      })
  void refusesAColumnOfMariaDbThatTakesDifferentKeysForOne(String collation) {
    JdbcStore store = made(TestDatabase.MARIADB);
    notificationIds(collation);

    column(store, "notification_id", "checked_binding", "utf8mb4_nopad_bin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf8mb3 COLLATE utf8mb3_nopad_bin", "latin1 COLLATE latin1_nopad_bin"})
  void refusesAColumnOfMariaDbThatDoesNotHoldEveryCharacter(String collation) {
    JdbcStore store = made(TestDatabase.MARIADB);
    notificationIds(collation);

    schema(store, "notification_id of table checked_binding");
  }

  private static void notificationIds(String collation) {
    TestDatabase.MARIADB.execute(
        "ALTER TABLE checked_binding MODIFY notification_id varchar(100) CHARACTER SET "
            + collation
            + " NOT NULL");
  }

  @ParameterizedTest
  @EnumSource
  void saysWhichColumnIsMissing(TestDatabase database) {
    JdbcStore store = made(database);
    database.execute("ALTER TABLE checked_change DROP COLUMN subject");

    schema(store, "subject of table checked_change");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tenant", "subject"})
  void refusesAColumnOfPostgresThatTakesDifferentKeysForOne(String column) {
    TestDatabase database = TestDatabase.POSTGRESQL;
    JdbcStore store = made(database);
    database.execute(
        "CREATE COLLATION IF NOT EXISTS careless"
            + " (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        "ALTER TABLE checked_change ALTER COLUMN "
            + column
            + " TYPE varchar(255) COLLATE careless");

    column(store, column, "checked_change", "collation \"C\"");
  }

  private static void column(JdbcStore store, String column, String table, String advice) {
    StoreException refused = catchThrowableOfType(StoreException.class, store::check);

    assertThat(refused.reason()).isEqualTo(Reason.KEYS_NOT_TOLD_APART);
    assertThat(refused.retryable()).isFalse();
    assertThat(refused).hasMessageContainingAll(column, table, advice);
  }

  private static JdbcStore made(TestDatabase database) {
    drop(database);
    JdbcStore store = on(database);
    store.createSchema();
    return store;
  }

  private static JdbcStore on(TestDatabase database) {
    return JdbcStore.builder(database.pool())
        .engineDataSource(database.enginePool())
        .tablePrefix("checked_")
        .build();
  }

  private static void drop(TestDatabase database) {
    for (String table : Rows.TABLES) {
      database.execute("DROP TABLE IF EXISTS checked_" + table);
    }
  }
}
