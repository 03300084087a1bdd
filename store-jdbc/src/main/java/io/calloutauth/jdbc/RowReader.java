package io.calloutauth.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads one row of a result. */
@FunctionalInterface
interface RowReader<R> {

  R read(ResultSet row) throws SQLException;
}
