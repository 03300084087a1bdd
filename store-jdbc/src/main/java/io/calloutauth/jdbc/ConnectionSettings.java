package io.calloutauth.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;

/**
 * The settings of a connection while a transaction of the store's own runs on it: READ COMMITTED,
 * and a limit to how long it waits for a server that says nothing. Closing sets back what was
 * changed, and leaves the connection open. One that does not take all of that back is aborted: a
 * pool must not hand it out half set. Not thread-safe.
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
      putBack(connection, false, level, networkTimeout);
      throw e;
    }
    this.isolation = level;
  }

  /** What fails here says nothing of the work that is done, and must not hide why that failed. */
  private static void putBack(
      Connection connection, boolean autoCommit, int isolation, int networkTimeout) {
    try {
      if (autoCommit) {
        connection.setAutoCommit(true);
      }
      if (isolation != Connection.TRANSACTION_NONE) {
        connection.setTransactionIsolation(isolation);
      }
      if (networkTimeout != UNCHANGED) {
        connection.setNetworkTimeout(Runnable::run, networkTimeout);
      }
    } catch (SQLException | RuntimeException halfSet) {
      abort(connection);
    }
  }

  /** A driver that knows several hosts must not be asked more on a lost connection. */
  @SuppressWarnings("EmptyCatch")
  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException | RuntimeException e) {
      // The pool meets it again.
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

  /** Sets back what was changed. Throws nothing: the work is done by now. */
  @Override
  public void close() {
    if (!abandoned) {
      putBack(connection, autoCommit, isolation, networkTimeout);
    }
  }
}
