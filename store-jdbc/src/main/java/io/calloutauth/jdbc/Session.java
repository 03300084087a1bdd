package io.calloutauth.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements on one connection, inside the transaction that is open on it. Knows nothing of
 * where that transaction begins or ends. Not thread-safe.
 */
final class Session {

  private final Connection connection;
  private final Dialect dialect;
  private final Sql sql;
  private final int timeoutSeconds;
  private final List<String> rebound = new ArrayList<>();
  private @Nullable Long mark;

  /**
   * Makes the session of one transaction.
   *
   * @param timeoutSeconds how long a statement may take at most; 0 for as long as it needs
   */
  Session(Connection connection, Dialect dialect, Sql sql, int timeoutSeconds) {
    this.connection = connection;
    this.dialect = dialect;
    this.sql = sql;
    this.timeoutSeconds = timeoutSeconds;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Notes the mark of a change that was made in the transaction. */
  void noteMark(long made) {
    mark = made;
  }

  /** Returns the mark of the change that was made last; null when none was. */
  @Nullable Long mark() {
    return mark;
  }

  /** Notes the notifications whose bindings were changed in the transaction. */
  void noteRebound(List<String> notifications) {
    rebound.addAll(notifications);
  }

  /** Returns the notifications whose bindings were changed. */
  List<String> rebound() {
    return rebound;
  }

  /** Runs a statement that changes rows, and returns how many. */
  int update(String text, @Nullable Object... values) throws SQLException {
    try (Run run = new Run(text)) {
      set(run.statement, values);
      return run.statement.executeUpdate();
    }
  }

  /** Runs a statement once for each list of values. */
  void updateEach(String text, List<Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (Run run = new Run(text)) {
      for (Object[] row : rows) {
        set(run.statement, row);
        run.statement.addBatch();
      }
      run.statement.executeBatch();
    }
  }

  /** Runs a query and returns what was read of each row. */
  <R> List<R> list(RowReader<R> reader, String text, @Nullable Object... values)
      throws SQLException {
    List<R> read = new ArrayList<>();
    try (Run run = new Run(text)) {
      set(run.statement, values);
      try (ResultSet rows = run.statement.executeQuery()) {
        while (rows.next()) {
          read.add(reader.read(rows));
        }
      }
    }
    return read;
  }

  /** Runs a query and returns what was read of its first row; empty when it has none. */
  <R> Optional<R> first(RowReader<R> reader, String text, @Nullable Object... values)
      throws SQLException {
    return list(reader, text, values).stream().findFirst();
  }

  /** Returns whether a query finds anything. */
  boolean any(String text, @Nullable Object... values) throws SQLException {
    return first(row -> true, text, values).isPresent();
  }

  /**
   * Runs a statement that a unique key may refuse, and leaves the transaction alive when it does.
   *
   * @return how many rows it changed; -1 when the key refused it
   */
  int updateUnlessTaken(String text, @Nullable Object... values) throws SQLException {
    Savepoint before = dialect.failureEndsTransaction() ? connection.setSavepoint() : null;
    try {
      int rows = update(text, values);
      if (before != null) {
        connection.releaseSavepoint(before);
      }
      return rows;
    } catch (SQLException e) {
      if (!dialect.isDuplicate(e)) {
        throw e;
      }
      if (before != null) {
        connection.rollback(before);
      }
      return -1;
    }
  }

  /** One run of a statement. With H2, its time limit would outlive it on the connection. */
  private final class Run implements AutoCloseable {

    private final PreparedStatement statement;
    private final int before;

    Run(String text) throws SQLException {
      statement = connection.prepareStatement(sql.complete(text));
      before = timeoutSeconds == 0 ? 0 : statement.getQueryTimeout();
      if (timeoutSeconds > 0) {
        statement.setQueryTimeout(timeoutSeconds);
      }
    }

    @Override
    public void close() throws SQLException {
      try (statement) {
        if (timeoutSeconds > 0) {
          statement.setQueryTimeout(before);
        }
      }
    }
  }

  private static void set(PreparedStatement statement, @Nullable Object[] values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      set(statement, i + 1, values[i]);
    }
  }

  private static void set(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.VARCHAR);
    } else if (value instanceof Long number) {
      statement.setLong(index, number);
    } else if (value instanceof Integer number) {
      statement.setInt(index, number);
    } else if (value instanceof Boolean flag) {
      statement.setBoolean(index, flag);
    } else {
      statement.setString(index, Characters.checked(value.toString()));
    }
  }
}
