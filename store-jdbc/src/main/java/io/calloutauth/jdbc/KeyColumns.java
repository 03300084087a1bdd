package io.calloutauth.jdbc;

import io.calloutauth.store.StoreException;
import io.calloutauth.store.StoreException.Reason;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks the collation of the columns that hold keys: each must compare byte for byte. A column is
 * asked with texts that it compares and nobody stores, so that its own collation decides, whoever
 * made the table, and nothing is written.
 */
final class KeyColumns {

  /** What collations take for one: case, accents, composition, width, and spaces at the end. */
  private static final List<String> ALIKE =
      List.of("a", "A", "\u00E1", "a\u0301", "a ", "\uFF41", "\uD83D\uDE00", "\uD83D\uDE01");

  /** How MariaDB refuses to compare a character with a column that cannot hold it. */
  private static final Set<Integer> MIXED_COLLATIONS = Set.of(1267, 1270, 1271);

  private static final Map<String, List<String>> KEYS = keys();

  /** The tables, those first that others refer to. */
  static final Set<String> TABLES = KEYS.keySet();

  private KeyColumns() {}

  private static Map<String, List<String>> keys() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    keys.put("provider", List.of("tenant", "id", "name_key", "client"));
    keys.put("secret", List.of("tenant", "provider_id", "name", "kid"));
    keys.put("token", List.of("tenant", "provider_id", "kid", "refresh_kid"));
    keys.put("authorization", List.of("tenant", "state_digest", "provider_id", "kid"));
    keys.put("revocation", List.of("tenant", "provider_id", "id", "kid"));
    keys.put("claim", List.of("tenant", "provider_id", "name"));
    keys.put("binding", List.of("tenant", "notification_id", "provider_id"));
    keys.put(
        "event", List.of("tenant", "provider_id", "notification_id", "kind", "state", "row_key"));
    keys.put("change", List.of("tenant", "kind", "subject"));
    keys.put("meta", List.of());
    return keys;
  }

  /**
   * Returns true when all columns compare byte for byte.
   *
   * @throws StoreException when one does not, with what to change
   */
  static boolean check(Session session, TableNames names) throws SQLException {
    for (Map.Entry<String, List<String>> table : KEYS.entrySet()) {
      for (String column : table.getValue()) {
        String where = "The column " + column + " of table " + names.qualified() + table.getKey();
        check(session, table.getKey(), column, where);
      }
    }
    return true;
  }

  private static void check(Session session, String table, String column, String where)
      throws SQLException {
    String advice = session.dialect().collationAdvice();
    try {
      if (!tellsApart(session, table, column)) {
        throw new StoreException(
            Reason.KEYS_NOT_TOLD_APART,
            where
                + " takes different keys for one, so that a tenant could reach another's rows: "
                + advice,
            false,
            null);
      }
    } catch (SQLException e) {
      if (!isUnfit(e)) {
        throw e;
      }
      throw new StoreException(
          Reason.SCHEMA,
          where + " is missing, or does not hold every character: " + advice,
          false,
          e);
    }
  }

  private static boolean isUnfit(SQLException failure) {
    String state = failure.getSQLState();
    return MIXED_COLLATIONS.contains(failure.getErrorCode())
        || (state != null && state.startsWith("42"));
  }

  private static boolean tellsApart(Session session, String table, String column)
      throws SQLException {
    // Beside a column, literals are compared as the column is.
    String query =
        "SELECT count(DISTINCT k) FROM (SELECT "
            + column
            + " AS k FROM ${"
            + table
            + "} WHERE 1 = 0"
            + ALIKE.stream()
                .map(text -> " UNION ALL SELECT '" + text + "'")
                .collect(Collectors.joining())
            + ") alike";
    return session.first(row -> row.getInt(1), query).orElse(0) == ALIKE.size();
  }
}
