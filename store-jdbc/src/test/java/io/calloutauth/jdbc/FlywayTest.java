package io.calloutauth.jdbc;

import static io.calloutauth.jdbc.Rows.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scripts, run by Flyway in a schema that holds tables of the host's already. */
class FlywayTest {

  @ParameterizedTest
  @EnumSource
  void makesTheTablesBesideTheHosts(TestDatabase database) throws SQLException {
    prepare(database);
    Flyway flyway = settings(database).baselineOnMigrate(true).baselineVersion("0").load();

    assertThat(flyway.migrate().migrationsExecuted).isEqualTo(1);
    assertThat(flyway.migrate().migrationsExecuted).isZero();

    assertThat(columns(database, "flown_"))
        .hasSizeGreaterThan(50)
        .isEqualTo(columns(database, "callout_auth_"));
    assertThat(indexes(database, "flown_"))
        .hasSizeGreaterThan(10)
        .isEqualTo(indexes(database, "callout_auth_"));
    JdbcStore store = JdbcStore.builder(database.pool()).tablePrefix("flown_").build();
    assertThat(store.tokens().find(provider(store, "CRM"))).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void doesNotRunThemWithoutABaselineBelowTheFirst(TestDatabase database) {
    prepare(database);

    assertThatExceptionOfType(FlywayException.class)
        .isThrownBy(() -> settings(database).load().migrate());
    assertThat(settings(database).baselineOnMigrate(true).load().migrate().migrationsExecuted)
        .isZero();
  }

  private static FluentConfiguration settings(TestDatabase database) {
    return Flyway.configure()
        .dataSource(database.pool())
        .locations("classpath:io/calloutauth/jdbc/" + folder(database))
        .table("flown_history")
        .placeholders(Map.of("prefix", "flown_"));
  }

  private static String folder(TestDatabase database) {
    return switch (database) {
      case H2_MEMORY, H2_FILE -> "h2";
      case POSTGRESQL -> "postgresql";
      case MARIADB -> "mariadb";
    };
  }

  private static void prepare(TestDatabase database) {
    database.emptyStore();
    Rows.TABLES.forEach(table -> database.execute("DROP TABLE IF EXISTS flown_" + table));
    String quote = database == TestDatabase.MARIADB ? "" : "\"";
    database.execute(
        "DROP TABLE IF EXISTS " + quote + "flown_history" + quote,
        "CREATE TABLE IF NOT EXISTS host_row (text varchar(100) NOT NULL)");
  }

  private static Set<String> columns(TestDatabase database, String prefix) throws SQLException {
    Set<String> columns = new TreeSet<>();
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : Rows.TABLES) {
        ResultSet row =
            statement.executeQuery(
                "SELECT column_name, ordinal_position, data_type, character_maximum_length,"
                    + " is_nullable, collation_name, column_default FROM information_schema.columns"
                    + (" WHERE lower(table_name) = '" + prefix + table + "'"));
        while (row.next()) {
          columns.add(table + " " + values(row, 1, 2, 3, 4, 5, 6, 7));
        }
      }
    }
    return columns;
  }

  /** Returns the columns of each index, and what each foreign key leads to. */
  private static List<String> indexes(TestDatabase database, String prefix) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = database.pool().getConnection()) {
      boolean upper = connection.getMetaData().storesUpperCaseIdentifiers();
      for (String table : Rows.TABLES) {
        String name = upper ? (prefix + table).toUpperCase(Locale.ROOT) : prefix + table;
        Map<String, String> indexes = new TreeMap<>();
        ResultSet row =
            connection
                .getMetaData()
                .getIndexInfo(connection.getCatalog(), connection.getSchema(), name, false, true);
        while (row.next()) {
          indexes.merge(row.getString(6), table + " " + values(row, 4, 9), String::concat);
        }
        row =
            connection
                .getMetaData()
                .getImportedKeys(connection.getCatalog(), connection.getSchema(), name);
        while (row.next()) {
          found.add(table + " refers by " + values(row, 4, 8, 9, 10, 11));
        }
        found.addAll(indexes.values());
      }
    }
    return found.stream().sorted().toList();
  }

  private static List<String> values(ResultSet row, int... columns) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int column : columns) {
      values.add(String.valueOf(row.getString(column)));
    }
    return values;
  }
}
