package io.calloutauth.jdbc;

import java.sql.SQLTransactionRollbackException;

/** Says that the transaction must be done again although no statement of it failed. */
final class LostRaceException extends SQLTransactionRollbackException {

  LostRaceException(String reason) {
    super(reason, "40001");
  }
}
