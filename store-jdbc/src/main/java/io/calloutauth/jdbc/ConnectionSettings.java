package io.calloutauth.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;

/**
 * The settings of a connection while a transaction of the store's own runs on it: READ COMMITTED,
 * and a limit to how long it waits for a server that says nothing. Closing sets back what was
 * changed, and leaves the connection open. Not thread-safe.
 */
final class ConnectionSettings implements AutoCloseable {

  private static final int UNCHANGED = -1;

  private final Connection connection;
  private final int networkTimeout;
  private final int isolation;
  private final boolean autoCommit;
  private boolean abandoned;

  /**
   * Sets a connection; blocks for at most the limit where the driver can keep one.
   *
   * @param readsCommitted whether the connection is at READ COMMITTED as it is
   * @param silenceMillis how long to wait for each response of the server; 0 for as long as usual
   */
  ConnectionSettings(Connection connection, boolean readsCommitted, int silenceMillis)
      throws SQLException {
    this.connection = connection;
    // First of all: what follows may ask the server.
    this.networkTimeout = silenceMillis == 0 ? UNCHANGED : limited(connection, silenceMillis);
    int level = Connection.TRANSACTION_NONE;
    try {
      level = readsCommitted ? level : lowered(connection);
      this.autoCommit = connection.getAutoCommit();
      if (autoCommit) {
        connection.setAutoCommit(false);
      }
    } catch (SQLException | RuntimeException | Error e) {
      putBack(connection, level, networkTimeout);
      throw e;
    }
    this.isolation = level;
  }

  /** What fails here says nothing of the work that is done; the pool meets it again. */
  @SuppressWarnings("EmptyCatch")
  private static void putBack(Connection connection, int isolation, int networkTimeout) {
    try {
      if (isolation != Connection.TRANSACTION_NONE) {
        connection.setTransactionIsolation(isolation);
      }
      if (networkTimeout != UNCHANGED) {
        connection.setNetworkTimeout(Runnable::run, networkTimeout);
      }
    } catch (SQLException e) {
      // See above.
    }
  }

  /** Sets the limit, unless there is a shorter one, and returns the one before. */
  private static int limited(Connection connection, int millis) throws SQLException {
    try {
      int before = connection.getNetworkTimeout();
      if (before != 0 && before <= millis) {
        return UNCHANGED;
      }
      connection.setNetworkTimeout(Runnable::run, millis);
      return before;
    } catch (SQLFeatureNotSupportedException e) {
      return UNCHANGED;
    }
  }

  private static int lowered(Connection connection) throws SQLException {
    int before = connection.getTransactionIsolation();
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    return before;
  }

  /** Leaves the connection as it is: it is lost, and nothing more is to be said on it. */
  void abandon() {
    abandoned = true;
  }

  /** What fails here says nothing of the work that is done; the pool meets it again. */
  @Override
  @SuppressWarnings("EmptyCatch")
  public void close() {
    if (abandoned) {
      return;
    }
    try {
      if (autoCommit) {
        connection.setAutoCommit(true);
      }
      putBack(connection, isolation, networkTimeout);
    } catch (SQLException e) {
      // See above; a driver that knows several hosts must not be asked more on a lost one.
    }
  }
}
