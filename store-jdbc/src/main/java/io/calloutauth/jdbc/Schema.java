package io.calloutauth.jdbc;

import io.calloutauth.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables: makes them, and tells whether they are those that this release works with. */
final class Schema {

  /** The version of the tables that this release works with. */
  static final int VERSION = 1;

  private static final String SCRIPT = "/V1__callout_auth.sql";
  private static final int ATTEMPTS = 8;

  private final Source source;
  private final Dialect dialect;
  private final Transactions transactions;
  private final TableNames names;
  private final RetryDelay pause;

  /**
   * Makes the schema of one set of tables.
   *
   * @param pause waits between tries to make them
   */
  Schema(
      Source source,
      Dialect dialect,
      Transactions transactions,
      TableNames names,
      RetryDelay pause) {
    this.source = source;
    this.dialect = dialect;
    this.transactions = transactions;
    this.names = names;
    this.pause = pause;
  }

  /**
   * Makes the tables that are not there yet, and tries again for some seconds where the database
   * fails: many nodes that start at once may take all its connections to wait for each other.
   *
   * @throws StoreException when they are of another version, or could not be made
   */
  void create() {
    // Statements that make tables would commit what a host's transaction on this thread has not.
    OtherThread.call(
        () -> {
          for (int attempt = 1; !isMade(attempt); attempt++) {
            pause.after(attempt);
          }
          return true;
        });
  }

  /** Returns whether the tables are there now; if not, it is worth another try. */
  private boolean isMade(int attempt) {
    try {
      if (!isThere()) {
        runScript();
        refuseOther();
      }
      return true;
    } catch (SQLException e) {
      // What does not pass may still be over: another made the tables at the same moment.
      boolean passing = Failures.isPassing(e);
      if (attempt >= (passing ? ATTEMPTS : 2)) {
        throw new StoreException("The tables could not be made", passing, e);
      }
    } catch (StoreException e) {
      if (!e.retryable() || attempt == ATTEMPTS) {
        throw e;
      }
    }
    return false;
  }

  /**
   * Refuses tables of another version; those that are not there yet are no mistake.
   *
   * @throws StoreException when they are of another version
   */
  void refuseOther() {
    version().ifPresent(this::refuseUnlessOurs);
  }

  /**
   * Checks that every table is there, of this release's version, and with columns that tell keys
   * apart byte for byte. Changes nothing.
   *
   * @throws StoreException when it is not so, with what to change
   */
  void check() {
    transactions.run(
        session -> {
          for (String table : KeyColumns.TABLES) {
            if (!dialect.hasTable(session, names, table)) {
              throw Failures.tablesMissing(dialect, null);
            }
          }
          return true;
        });
    if (!isThere()) {
      throw Failures.tablesMissing(dialect, null);
    }
    transactions.run(session -> KeyColumns.check(session, names));
  }

  private boolean isThere() {
    Optional<Integer> version = version();
    version.ifPresent(this::refuseUnlessOurs);
    return version.isPresent();
  }

  private void refuseUnlessOurs(int version) {
    if (version != VERSION) {
      throw new StoreException(
          StoreException.Reason.SCHEMA,
          "The tables are of schema version "
              + version
              + ", and this release works with version "
              + VERSION
              + ": use a release that works with theirs, or bring them to this one with the"
              + " scripts of io/calloutauth/jdbc/"
              + dialect.folder(),
          false,
          null);
    }
  }

  private Optional<Integer> version() {
    return transactions.run(
        session ->
            dialect.hasTable(session, names, "meta")
                ? session.first(
                    row -> row.getInt(1),
                    "SELECT schema_version FROM ${meta} ORDER BY schema_version DESC")
                : Optional.empty());
  }

  @SuppressWarnings("try") // what closes it is all that it is for
  private void runScript() throws SQLException {
    try (Connection connection = source.open()) {
      boolean before = connection.getAutoCommit();
      connection.setAutoCommit(true);
      try (Undo undo = () -> connection.setAutoCommit(before)) {
        String lock = "callout_auth " + names.prefix();
        dialect.alone(connection, names.schema(), lock, () -> runStatements(connection));
      }
    }
  }

  private void runStatements(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : script().split(";\n", -1)) {
        if (!each.isBlank()) {
          statement.execute(each);
        }
      }
    }
  }

  private String script() {
    try (@Nullable InputStream file = Schema.class.getResourceAsStream(dialect.folder() + SCRIPT)) {
      if (file == null) {
        throw new IllegalStateException("the script of " + dialect.folder() + " is not in the jar");
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return text.replace("${prefix}", names.prefix());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
