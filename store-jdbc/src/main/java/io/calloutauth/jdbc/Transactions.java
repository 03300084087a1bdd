package io.calloutauth.jdbc;

import io.calloutauth.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in short transactions: READ COMMITTED, and done again when they lose a race, at most 5
 * times in all. Thread-safe.
 *
 * <p>Those that join run the work in the host's transaction instead, when there is one: once, since
 * a race that is lost there is the host's to start over.
 */
final class Transactions {

  private static final int ATTEMPTS = 5;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Source source;
  private final Dialect dialect;
  private final Sql sql;
  private final Failures failures;
  private final boolean joining;
  private final int timeoutSeconds;

  private Transactions(
      Source source, Dialect dialect, Sql sql, boolean joining, int timeoutSeconds) {
    this.source = source;
    this.dialect = dialect;
    this.sql = sql;
    this.failures = new Failures(dialect);
    this.joining = joining;
    this.timeoutSeconds = timeoutSeconds;
  }

  /** Returns what joins the host's transactions. */
  static Transactions joining(Source source, Dialect dialect, Sql sql) {
    return new Transactions(source, dialect, sql, true, 0);
  }

  /**
   * Returns what never joins a transaction of the host's.
   *
   * @param timeoutSeconds how long a statement may take at most
   */
  static Transactions apart(Source source, Dialect dialect, Sql sql, int timeoutSeconds) {
    return new Transactions(source, dialect, sql, false, timeoutSeconds);
  }

  /**
   * Runs the work; blocks for as long as the database needs.
   *
   * @throws StoreException when the database failed, or races were lost too often
   */
  <R extends @Nullable Object> R run(Work<R> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work);
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !failures.isLostRace(e)) {
          throw failures.told(e);
        }
        pause(attempt);
      }
    }
  }

  private <R extends @Nullable Object> R once(Work<R> work) throws SQLException {
    Connection connection = source.open();
    boolean hosts;
    try {
      hosts = source.isHosts(connection);
      if (!hosts) {
        return own(connection, work);
      }
      if (joining) {
        return joined(connection, work);
      }
    } finally {
      close(connection);
    }
    // A thread without the host's transaction gets a connection without it.
    return OtherThread.call(() -> run(work));
  }

  private <R extends @Nullable Object> R joined(Connection connection, Work<R> work) {
    try {
      String objection = dialect.objectionTo(connection);
      if (objection != null) {
        throw new StoreException(objection, false, null);
      }
      return work.in(new Session(connection, dialect, sql, timeoutSeconds));
    } catch (SQLException e) {
      throw failures.told(e);
    }
  }

  private <R extends @Nullable Object> R own(Connection connection, Work<R> work)
      throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    int isolation = lowered(connection);
    if (autoCommit) {
      connection.setAutoCommit(false);
    }
    try {
      R result = work.in(new Session(connection, dialect, sql, timeoutSeconds));
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      rollback(connection, e);
      throw e;
    } finally {
      restore(connection, autoCommit, isolation);
    }
  }

  /** Returns the isolation to go back to; {@code TRANSACTION_NONE} where nothing was changed. */
  private int lowered(Connection connection) throws SQLException {
    if (source.readsCommitted()) {
      return Connection.TRANSACTION_NONE;
    }
    int before = connection.getTransactionIsolation();
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    return before;
  }

  private static void rollback(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  /** What fails here says nothing of the work that is done; the pool meets it again. */
  @SuppressWarnings("EmptyCatch")
  private static void restore(Connection connection, boolean autoCommit, int isolation) {
    try {
      if (autoCommit) {
        connection.setAutoCommit(true);
      }
      if (isolation != Connection.TRANSACTION_NONE) {
        connection.setTransactionIsolation(isolation);
      }
    } catch (SQLException e) {
      // See above.
    }
  }

  @SuppressWarnings("EmptyCatch")
  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // What was done on it is committed or rolled back by now.
    }
  }

  /** Waits a little, another time for each of those that lost. */
  private static void pause(int attempt) {
    long most = FIRST_PAUSE_NANOS << attempt;
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most / 2, most));
  }
}
