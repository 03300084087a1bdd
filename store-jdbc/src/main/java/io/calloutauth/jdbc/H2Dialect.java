package io.calloutauth.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * H2, in memory or in a file. Its foreign keys alone do not keep a binding from a provider that is
 * being deleted: the provider's row is locked first, which holds at READ COMMITTED only.
 */
final class H2Dialect implements Dialect {

  /** H2 has no lock by name; almost always all that use one database are in one process. */
  private static final ReentrantLock DDL = new ReentrantLock();

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
        "SELECT 1 FROM information_schema.tables WHERE lower(table_name) = lower(?)"
            + " AND lower(table_schema) = lower(coalesce(cast(? AS varchar), current_schema))",
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
  public void alone(Connection connection, @Nullable String schema, String lock, Ddl work)
      throws SQLException {
    String before = connection.getSchema();
    DDL.lock();
    try {
      if (schema != null) {
        session(connection, schema);
      }
      work.run();
    } finally {
      DDL.unlock();
      connection.setSchema(before);
    }
  }

  private static void session(Connection connection, String schema) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SET SCHEMA " + schema);
    }
  }
}
