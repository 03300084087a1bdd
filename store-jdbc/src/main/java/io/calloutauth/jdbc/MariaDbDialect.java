package io.calloutauth.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** MariaDB. Statements that make tables commit by themselves. */
final class MariaDbDialect implements Dialect {

  private static final int DUPLICATE = 1062;
  private static final int REFERENCED = 1451;
  private static final int NOT_REFERENCED = 1452;
  private static final int NO_TABLE = 1146;
  private static final int READ_ONLY_SERVER = 1290;
  private static final int READ_ONLY_TRANSACTION = 1792;
  private static final int LOCK_WAIT_SECONDS = 60;

  @Override
  public String folder() {
    return "mariadb";
  }

  @Override
  public String now() {
    return "timestampdiff(microsecond, '1970-01-01', utc_timestamp(6)) div 1000";
  }

  @Override
  public String onlyReads() {
    // Newer servers call the session's transaction_read_only, and know this name too.
    return "(@@global.read_only NOT IN ('0', 'OFF') OR @@session.tx_read_only)";
  }

  @Override
  public boolean failureEndsTransaction() {
    return false;
  }

  @Override
  public boolean isDuplicate(SQLException failure) {
    return failure.getErrorCode() == DUPLICATE;
  }

  @Override
  public boolean isReferenced(SQLException failure) {
    int code = failure.getErrorCode();
    return code == REFERENCED || code == NOT_REFERENCED;
  }

  @Override
  public boolean hasTable(Session session, TableNames names, String table) throws SQLException {
    return session.any(
        "SELECT 1 FROM information_schema.tables"
            + " WHERE table_name = ? AND table_schema = coalesce(?, database())",
        names.prefix() + table,
        names.schema());
  }

  @Override
  public boolean isTableMissing(SQLException failure) {
    return failure.getErrorCode() == NO_TABLE;
  }

  @Override
  public boolean isReadOnly(SQLException failure) {
    int code = failure.getErrorCode();
    return code == READ_ONLY_SERVER || code == READ_ONLY_TRANSACTION;
  }

  @Override
  public boolean isLostRace(SQLException failure) {
    return switch (failure.getErrorCode()) {
      // Record changed since read, lock wait over, deadlock.
      case 1020, 1205, 1213 -> true;
      default -> "40001".equals(failure.getSQLState());
    };
  }

  @Override
  public String collationAdvice() {
    return "give it the collation utf8mb4_nopad_bin, as the scripts do";
  }

  @Override
  public void refuseSetting(Connection connection) {}

  @Override
  public @Nullable String objectionTo(Connection connection) {
    return null;
  }

  @Override
  public String keepingFromDeletion() {
    return " LOCK IN SHARE MODE";
  }

  @Override
  public int bind(Session session, String tenant, String providerId, String notificationId)
      throws SQLException {
    // The version makes every binding a change: else a driver may count none.
    return session.update(
        "INSERT INTO ${binding} (tenant, notification_id, provider_id, version)"
            + " SELECT p.tenant, ?, p.id, 1 FROM ${provider} p WHERE p.tenant = ? AND p.id = ?"
            + " LOCK IN SHARE MODE"
            + " ON DUPLICATE KEY UPDATE provider_id = VALUES(provider_id),"
            + " version = ${binding}.version + 1",
        notificationId,
        tenant,
        providerId);
  }

  @Override
  @SuppressWarnings("try") // what closes them is all that they are for
  public void alone(Connection connection, @Nullable String schema, String lock, Ddl work)
      throws SQLException {
    String before = connection.getCatalog();
    if (!locked(connection, "SELECT GET_LOCK(?, " + LOCK_WAIT_SECONDS + ")", lock)) {
      throw new LostRaceException("Another node has been making the tables for a minute");
    }
    try (Undo unlock = () -> locked(connection, "SELECT RELEASE_LOCK(?)", lock);
        Undo undo = () -> connection.setCatalog(before)) {
      if (schema != null) {
        connection.setCatalog(schema);
      }
      work.run();
    }
  }

  private static boolean locked(Connection connection, String text, String lock)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setString(1, lock);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getInt(1) == 1;
      }
    }
  }
}
