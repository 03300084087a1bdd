package io.calloutauth.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is done inside one transaction; done again from the start when it lost a race. */
@FunctionalInterface
interface Work<R extends @Nullable Object> {

  R in(Session session) throws SQLException;
}
