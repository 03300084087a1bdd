package io.calloutauth.jdbc;

import io.calloutauth.store.StoreException;
import java.sql.SQLException;

/** Tells what a failure of the database means to the store. Immutable and thread-safe. */
final class Failures {

  private final Dialect dialect;

  Failures(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Returns whether the same work in a new transaction may succeed at once. */
  boolean isLostRace(SQLException failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SQLException sql && dialect.isLostRace(sql)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the store's own exception for a failure. */
  StoreException told(SQLException failure) {
    if (isLostRace(failure)) {
      return new StoreException("The transaction lost a race in the database", true, failure);
    }
    if (dialect.isTableMissing(failure)) {
      return new StoreException(
          "The tables are missing: call JdbcStore.createSchema(), or run the scripts of"
              + " io/calloutauth/jdbc/"
              + dialect.folder(),
          false,
          failure);
    }
    return new StoreException("The database failed", isPassing(failure), failure);
  }

  /** Anything but what the same statement would meet again: bad data, a bad statement. */
  static boolean isPassing(SQLException failure) {
    String state = failure.getSQLState();
    return state == null
        || !(state.startsWith("22") || state.startsWith("23") || state.startsWith("42"));
  }
}
