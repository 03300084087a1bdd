package io.calloutauth.jdbc;

import io.calloutauth.store.StoreException;
import io.calloutauth.store.StoreException.Reason;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tells what a failure of the database means to the store. Immutable and thread-safe. */
final class Failures {

  private static final int KILLED = 1927;

  private final Dialect dialect;

  Failures(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Returns whether the same work in a new transaction may succeed at once. */
  boolean isLostRace(SQLException failure) {
    return isAny(failure, dialect::isLostRace);
  }

  private static boolean isAny(SQLException failure, Predicate<SQLException> kind) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SQLException sql && kind.test(sql)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the store's own exception for a failure of a transaction of the store's own. */
  StoreException told(SQLException failure) {
    return told(failure, true);
  }

  /**
   * Returns the store's own exception for a failure in a transaction of the host's. One that only
   * reads stays so: whoever ran the same once more would run it for ever.
   */
  StoreException toldToHost(SQLException failure) {
    return told(failure, false);
  }

  private StoreException told(SQLException failure, boolean own) {
    if (isLostRace(failure)) {
      return new StoreException(
          Reason.LOST_RACE, "The transaction lost a race in the database", true, failure);
    }
    if (dialect.isTableMissing(failure)) {
      return tablesMissing(dialect, failure);
    }
    if (isAny(failure, dialect::isReadOnly)) {
      String what = own ? "The database only reads" : "The host's transaction only reads";
      return new StoreException(Reason.READ_ONLY, what, own, failure);
    }
    Reason reason = isAny(failure, Failures::isOutOfReach) ? Reason.OUT_OF_REACH : Reason.FAILED;
    return new StoreException(reason, "The database failed", isPassing(failure), failure);
  }

  /** Returns the exception for tables that are not there. */
  static StoreException tablesMissing(Dialect dialect, @Nullable SQLException failure) {
    return new StoreException(
        Reason.SCHEMA,
        "The tables are missing: call JdbcStore.createSchema(), or run the scripts of"
            + " io/calloutauth/jdbc/"
            + dialect.folder(),
        false,
        failure);
  }

  /** Returns whether the connection is lost, so that nothing more is to be said on it. */
  static boolean isConnectionLost(Throwable failure) {
    return failure instanceof SQLException sql
        && isAny(sql, each -> isOutOfReach(each) || isEndedByServer(each));
  }

  /**
   * PostgreSQL: shut down or terminated; MariaDB: killed. Each is the last word on a connection.
   */
  private static boolean isEndedByServer(SQLException failure) {
    String state = failure.getSQLState();
    return failure.getErrorCode() == KILLED || (state != null && state.startsWith("57P0"));
  }

  private static boolean isOutOfReach(SQLException failure) {
    String state = failure.getSQLState();
    return failure instanceof SQLTransientConnectionException
        || failure instanceof SQLNonTransientConnectionException
        || (state != null && state.startsWith("08"));
  }

  /** Anything but what the same statement would meet again: bad data, a bad statement. */
  static boolean isPassing(SQLException failure) {
    String state = failure.getSQLState();
    return state == null
        || !(state.startsWith("22") || state.startsWith("23") || state.startsWith("42"));
  }
}
