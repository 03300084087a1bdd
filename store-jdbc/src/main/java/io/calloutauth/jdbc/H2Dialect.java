package io.calloutauth.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * H2, in memory or in a file. Its foreign keys alone do not keep a binding from a provider that is
 * being deleted: the provider's row is locked first, which holds at READ COMMITTED only.
 */
final class H2Dialect implements Dialect {

  /** H2 has no lock by name; almost always all that use one database are in one process. */
  private static final ReentrantLock DDL = new ReentrantLock();

  private static final List<String> MODES =
      List.of("REGULAR", "LEGACY", "POSTGRESQL", "MYSQL", "MARIADB", "DB2", "HSQLDB");

  private static final int LOCK_TIMEOUT = 50200;
  private static final int CONCURRENT_UPDATE = 90131;
  private static final int READ_ONLY = 90097;

  @Override
  public String folder() {
    return "h2";
  }

  @Override
  public String now() {
    return "cast(extract(epoch from current_timestamp) * 1000 as bigint)";
  }

  @Override
  public String onlyReads() {
    return "readonly()";
  }

  @Override
  public boolean failureEndsTransaction() {
    return false;
  }

  @Override
  public boolean isDuplicate(SQLException failure) {
    return "23505".equals(failure.getSQLState());
  }

  @Override
  public boolean isReferenced(SQLException failure) {
    return "23503".equals(failure.getSQLState());
  }

  @Override
  public boolean hasTable(Session session, TableNames names, String table) throws SQLException {
    return session.any(
        // In capitals: with DATABASE_TO_UPPER=FALSE, nothing else finds the catalog.
        "SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE lower(TABLE_NAME) = lower(?)"
            + " AND lower(TABLE_SCHEMA) = lower(coalesce(cast(? AS varchar), current_schema))",
        names.prefix() + table,
        names.schema());
  }

  @Override
  public boolean isTableMissing(SQLException failure) {
    String state = failure.getSQLState();
    return "42S02".equals(state) || "42S03".equals(state) || "42S04".equals(state);
  }

  @Override
  public boolean isReadOnly(SQLException failure) {
    return failure.getErrorCode() == READ_ONLY;
  }

  @Override
  public boolean isLostRace(SQLException failure) {
    int code = failure.getErrorCode();
    return "40001".equals(failure.getSQLState())
        || code == LOCK_TIMEOUT
        || code == CONCURRENT_UPDATE;
  }

  @Override
  public String collationAdvice() {
    return "make the tables in a database without IGNORECASE=TRUE and without a COLLATION";
  }

  /** In other modes rows are limited in another way, or an empty text is null. */
  @Override
  public void refuseSetting(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS"
                    + " WHERE SETTING_NAME = 'MODE'")) {
      String mode = row.next() ? row.getString(1) : "REGULAR";
      if (!MODES.contains(mode.toUpperCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "The JDBC store does not work with H2 in MODE=" + mode + ": use one of " + MODES);
      }
    }
  }

  @Override
  public @Nullable String objectionTo(Connection connection) throws SQLException {
    return connection.getTransactionIsolation() == Connection.TRANSACTION_READ_COMMITTED
        ? null
        : "On H2 the store joins transactions at READ COMMITTED only";
  }

  @Override
  public String keepingFromDeletion() {
    return " FOR UPDATE";
  }

  @Override
  public int bind(Session session, String tenant, String providerId, String notificationId)
      throws SQLException {
    if (!session.any(
        "SELECT id FROM ${provider} WHERE tenant = ? AND id = ? FOR UPDATE", tenant, providerId)) {
      return 0;
    }
    int rows = rebind(session, tenant, providerId, notificationId);
    if (rows == 0) {
      rows =
          session.updateUnlessTaken(
              "INSERT INTO ${binding} (tenant, notification_id, provider_id, version)"
                  + " VALUES (?, ?, ?, 1)",
              tenant,
              notificationId,
              providerId);
    }
    // Taken: another bound it in between, and has committed by now.
    return rows < 0 ? lostIfNone(rebind(session, tenant, providerId, notificationId)) : rows;
  }

  private static int rebind(Session session, String tenant, String providerId, String notification)
      throws SQLException {
    return session.update(
        "UPDATE ${binding} SET provider_id = ?, version = version + 1"
            + " WHERE tenant = ? AND notification_id = ?",
        providerId,
        tenant,
        notification);
  }

  private static int lostIfNone(int rows) throws SQLException {
    if (rows == 0) {
      throw new LostRaceException("The binding was made and removed at the same moment");
    }
    return rows;
  }

  @Override
  @SuppressWarnings("try") // what closes them is all that they are for
  public void alone(Connection connection, @Nullable String schema, String lock, Ddl work)
      throws SQLException {
    String before = connection.getSchema();
    DDL.lock();
    try (Undo unlock = DDL::unlock;
        Undo undo = () -> connection.setSchema(before)) {
      if (schema != null) {
        session(connection, schema);
      }
      work.run();
    }
  }

  private static void session(Connection connection, String schema) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SET SCHEMA " + schema);
    }
  }
}
