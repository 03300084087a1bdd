package io.calloutauth.jdbc;

import io.calloutauth.store.HistoryNote;
import io.calloutauth.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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

  /** A server that answers ends a statement that runs out of its time, and says so by then. */
  private static final int SILENCE_MILLIS = 2_000;

  private static final RetryDelay PAUSE =
      RetryDelay.doubling(Duration.ofMillis(10), Duration.ofMillis(80));

  private final Source source;
  private final Dialect dialect;
  private final Sql sql;
  private final Failures failures;
  private final boolean joining;
  private final int timeoutSeconds;
  private final @Nullable HistoryNote note;

  /** Of the change that the thread made last. */
  private final ThreadLocal<@Nullable Long> lastMark;

  private Transactions(
      Source source, Dialect dialect, Sql sql, boolean joining, int timeoutSeconds) {
    this.source = source;
    this.dialect = dialect;
    this.sql = sql;
    this.failures = new Failures(dialect);
    this.joining = joining;
    this.timeoutSeconds = timeoutSeconds;
    this.note = null;
    this.lastMark = new ThreadLocal<>();
  }

  private Transactions(Transactions like, HistoryNote note) {
    this.source = like.source;
    this.dialect = like.dialect;
    this.sql = like.sql;
    this.failures = like.failures;
    this.joining = like.joining;
    this.timeoutSeconds = like.timeoutSeconds;
    this.note = note;
    this.lastMark = like.lastMark;
  }

  /** Returns the same with a note that is written along with each change. */
  Transactions recording(HistoryNote change) {
    return new Transactions(this, change);
  }

  /** Returns what joins the host's transactions. */
  static Transactions joining(Source source, Dialect dialect, Sql sql) {
    return new Transactions(source, dialect, sql, true, 0);
  }

  /**
   * Returns what never joins a transaction of the host's.
   *
   * @param timeoutSeconds how long a statement may take at most; a server that then does not even
   *     say so is given up 2 s later, where the driver can do that
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
        PAUSE.after(attempt);
      }
    }
  }

  /** Returns whether work that is run on this thread now joins a transaction of the host's. */
  boolean isInHosts() {
    if (!joining) {
      return false;
    }
    try (Connection connection = source.open()) {
      return source.isHosts(connection);
    } catch (SQLException | RuntimeException e) {
      return true; // nobody knows, and then it may not be committed
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
      return in(connection, work);
    } catch (SQLException e) {
      throw failures.toldToHost(e);
    }
  }

  @SuppressWarnings("try") // what closes it is all that it is for
  private <R extends @Nullable Object> R own(Connection connection, Work<R> work)
      throws SQLException {
    try (ConnectionSettings own = settings(connection)) {
      try {
        R result = in(connection, work);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        if (Failures.isConnectionLost(e)) {
          own.abandon();
          abort(connection, e);
        } else {
          rollback(connection, e);
        }
        throw e;
      }
    }
  }

  private <R extends @Nullable Object> R in(Connection connection, Work<R> work)
      throws SQLException {
    Session session = new Session(connection, dialect, sql, timeoutSeconds);
    R result = work.in(session);
    if (session.mark() != null && note != null) {
      HistoryRows.record(session, note, session.rebound());
    }
    if (session.mark() != null) {
      lastMark.set(session.mark());
    }
    return result;
  }

  /** Returns the mark of the change that the calling thread made last; null when it made none. */
  @Nullable Long lastMark() {
    return lastMark.get();
  }

  /**
   * A driver that knows several hosts would connect anew, for as long as none answers, to roll
   * back.
   */
  private static void abort(Connection connection, Throwable failure) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private ConnectionSettings settings(Connection connection) throws SQLException {
    int silence = timeoutSeconds == 0 ? 0 : timeoutSeconds * 1_000 + SILENCE_MILLIS;
    return new ConnectionSettings(connection, source.readsCommitted(), silence);
  }

  private static void rollback(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  @SuppressWarnings("EmptyCatch")
  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException | RuntimeException e) {
      // What was done on it is committed or rolled back by now.
    }
  }
}
