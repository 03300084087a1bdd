package io.calloutauth.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where connections come from, and how a connection that is in a transaction of the host's is told
 * from one that is not. Thread-safe.
 */
final class Source {

  private final DataSource connections;
  private final boolean readsCommitted;
  private final @Nullable BooleanSupplier inTransaction;

  private Source(
      DataSource connections, boolean readsCommitted, @Nullable BooleanSupplier inTransaction) {
    this.connections = connections;
    this.readsCommitted = readsCommitted;
    this.inTransaction = inTransaction;
  }

  /**
   * Looks at a connection outside of any transaction, to know later what is usual for it.
   *
   * @param inTransaction tells whether the calling thread is in a transaction of the host's, or
   *     null to go by whether a connection commits by itself
   * @throws IllegalStateException when it does not, and nothing else tells
   */
  static Source of(DataSource connections, @Nullable BooleanSupplier inTransaction)
      throws SQLException {
    try (Connection usual = open(connections)) {
      if (inTransaction == null && !usual.getAutoCommit()) {
        throw new IllegalStateException(
            "Connections of this data source do not commit by themselves, so that a transaction of"
                + " the host's cannot be told by them: set hostTransaction(() -> false) where the"
                + " store is to join none, or with Spring"
                + " hostTransaction(TransactionSynchronizationManager::isActualTransactionActive)."
                + " If they do outside of a transaction, build the store there");
      }
      return new Source(
          connections,
          usual.getTransactionIsolation() == Connection.TRANSACTION_READ_COMMITTED,
          inTransaction);
    }
  }

  Connection open() throws SQLException {
    return open(connections);
  }

  /** Whatever a pool throws, one that has no connection is a database that is out of reach. */
  static Connection open(DataSource connections) throws SQLException {
    try {
      return connections.getConnection();
    } catch (RuntimeException none) { // of one that could not be started, say
      throw new SQLTransientConnectionException("No connection could be had", "08001", none);
    }
  }

  /** Returns whether connections of this source are at READ COMMITTED unless told otherwise. */
  boolean readsCommitted() {
    return readsCommitted;
  }

  /**
   * Returns whether somebody else is going to commit what is done on the connection. One that
   * commits by itself is in no transaction, whatever the host is in on other connections.
   */
  boolean isHosts(Connection connection) throws SQLException {
    return !connection.getAutoCommit()
        && !OtherThread.isThis()
        && (inTransaction == null || inTransaction.getAsBoolean());
  }
}
