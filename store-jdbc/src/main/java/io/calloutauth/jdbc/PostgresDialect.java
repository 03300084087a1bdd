package io.calloutauth.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** PostgreSQL. Any failed statement ends the transaction, unless a savepoint was set before it. */
final class PostgresDialect implements Dialect {

  @Override
  public String folder() {
    return "postgresql";
  }

  @Override
  public String now() {
    return "(extract(epoch from clock_timestamp()) * 1000)::bigint";
  }

  @Override
  public String onlyReads() {
    return "current_setting('transaction_read_only') = 'on'";
  }

  @Override
  public boolean failureEndsTransaction() {
    return true;
  }

  @Override
  public boolean isDuplicate(SQLException failure) {
    return "23505".equals(failure.getSQLState());
  }

  @Override
  public boolean isReferenced(SQLException failure) {
    String state = failure.getSQLState();
    // From version 18 on, a deletion that RESTRICT refuses has a state of its own.
    return "23503".equals(state) || "23001".equals(state);
  }

  @Override
  public boolean hasTable(Session session, TableNames names, String table) throws SQLException {
    return session.any(
        "SELECT 1 WHERE to_regclass(cast(? AS text)) IS NOT NULL", names.qualified() + table);
  }

  @Override
  public boolean isTableMissing(SQLException failure) {
    return "42P01".equals(failure.getSQLState());
  }

  @Override
  public boolean isReadOnly(SQLException failure) {
    return "25006".equals(failure.getSQLState());
  }

  @Override
  public boolean isLostRace(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return switch (state) {
      case "40001", "40P01", "55P03" -> true;
      default -> false;
    };
  }

  @Override
  public String collationAdvice() {
    return "give it the collation \"C\", as the scripts do";
  }

  @Override
  public void refuseSetting(Connection connection) {}

  @Override
  public @Nullable String objectionTo(Connection connection) {
    return null;
  }

  @Override
  public String keepingFromDeletion() {
    return " FOR KEY SHARE";
  }

  @Override
  public int bind(Session session, String tenant, String providerId, String notificationId)
      throws SQLException {
    return session.update(
        "INSERT INTO ${binding} AS b (tenant, notification_id, provider_id, version)"
            + " SELECT tenant, ?, id, 1 FROM ${provider} WHERE tenant = ? AND id = ?"
            + " FOR KEY SHARE"
            + " ON CONFLICT (tenant, notification_id)"
            + " DO UPDATE SET provider_id = excluded.provider_id, version = b.version + 1",
        notificationId,
        tenant,
        providerId);
  }

  @Override
  @SuppressWarnings("try") // what closes it is all that it is for
  public void alone(Connection connection, @Nullable String schema, String lock, Ddl work)
      throws SQLException {
    boolean before = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try (Undo undo = () -> connection.setAutoCommit(before);
        Undo rollback = connection::rollback; // of nothing, once the work is committed
        PreparedStatement locked =
            connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))");
        Statement statement = connection.createStatement()) {
      locked.setString(1, lock);
      locked.execute();
      if (schema != null) {
        // Until the end of the transaction: a pooled connection must not keep it.
        statement.execute("SET LOCAL search_path TO " + schema);
      }
      work.run();
      connection.commit();
    }
  }
}
