package io.calloutauth.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Fills a PostgreSQL with providers as the store itself writes them: copies of one that it wrote,
 * under other keys. Every second one is of the tenant {@code big}, 250 at a time are of one of many
 * other tenants; each has a secret, a token, a binding and a change of half an hour ago.
 */
public final class ManyRows {

  private static final String COPY =
      "INSERT INTO scale_%1$s SELECT copied.* FROM scale_%1$s o"
          + " CROSS JOIN generate_series(1, %2$d) i CROSS JOIN LATERAL"
          + " jsonb_populate_record(o, jsonb_build_object('tenant',"
          + " CASE WHEN i %% 2 = 0 THEN 'big' ELSE 't' || i / 500 END, %3$s)) copied"
          + " WHERE o.%4$s";

  private static final String ID = "md5(i::text)::uuid::text";

  private ManyRows() {}

  /**
   * Copies a provider so many times.
   *
   * @param source leads to tables that begin with {@code scale_}
   * @param id the provider to copy, with a binding to {@code template}
   */
  public static void copy(DataSource source, String id, int times) throws SQLException {
    String provided = "provider_id = '" + id + "'";
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET session_replication_role = replica"); // no foreign key is looked at
      String names = ", 'name', 'Copy ' || i, 'name_key', 'copy ' || i";
      copy(statement, times, "provider", "'id', " + ID + names, "id = '" + id + "'");
      copy(statement, times, "secret", "'provider_id', " + ID, provided);
      copy(statement, times, "token", "'provider_id', " + ID, provided);
      String bound = "'provider_id', " + ID + ", 'notification_id', 'n' || i";
      copy(statement, times, "binding", bound, "notification_id = 'template'");
      statement.execute("UPDATE scale_change SET changed_at = changed_at - 1800000");
      String next = "i + (SELECT max(id) FROM scale_change)";
      String changed = "'id', " + next + ", 'subject', " + ID;
      copy(statement, times, "change", changed, "subject = '" + id + "'");
      statement.execute(
          "SELECT setval(pg_get_serial_sequence('scale_change', 'id'), max(id)) FROM scale_change");
      statement.execute("RESET session_replication_role");
      statement.execute("VACUUM ANALYZE");
    }
  }

  /** Drops the tables. */
  public static void drop(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : Rows.TABLES) {
        statement.execute("DROP TABLE IF EXISTS scale_" + table + " CASCADE");
      }
    }
  }

  private static void copy(
      Statement statement, int times, String table, String changed, String which)
      throws SQLException {
    statement.execute(COPY.formatted(table, times, changed, which));
  }
}
