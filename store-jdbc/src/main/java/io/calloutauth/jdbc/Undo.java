package io.calloutauth.jdbc;

import java.sql.SQLException;

/**
 * Cleanup of a connection, as a resource of a try statement: where the work failed, its failure is
 * thrown, and what cleanup throws is added to it as suppressed.
 */
@FunctionalInterface
interface Undo extends AutoCloseable {

  @Override
  void close() throws SQLException;
}
