package io.calloutauth.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What one kind of database does in its own way. Immutable and thread-safe. */
interface Dialect {

  /**
   * Returns the dialect of the database behind a connection.
   *
   * @throws IllegalArgumentException when it is another than H2, PostgreSQL or MariaDB
   */
  static Dialect of(Connection connection) throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    String product = database.getDatabaseProductName();
    String version = database.getDatabaseProductVersion();
    if (product.equals("H2")) {
      return new H2Dialect();
    }
    if (product.equals("PostgreSQL")) {
      return new PostgresDialect();
    }
    // MySQL's own driver calls a MariaDB server MySQL.
    if ((product + " " + version).toLowerCase(Locale.ROOT).contains("mariadb")) {
      return new MariaDbDialect();
    }
    throw new IllegalArgumentException(
        "The JDBC store works with H2, PostgreSQL and MariaDB, and this is " + product);
  }

  /** Returns the folder of this database's scripts. */
  String folder();

  /** Returns the expression for the milliseconds since 1970 by the database's clock. */
  String now();

  /** Returns the condition that says whether the database takes no writes. */
  String onlyReads();

  /** Returns whether a statement that failed takes the whole transaction with it. */
  boolean failureEndsTransaction();

  /** Returns whether a unique key refused the statement. */
  boolean isDuplicate(SQLException failure);

  /** Returns whether a foreign key refused the statement. */
  boolean isReferenced(SQLException failure);

  /** Returns whether a table is there, by its name without the prefix; causes no failure. */
  boolean hasTable(Session session, TableNames names, String table) throws SQLException;

  /** Returns whether the statement failed for lack of one of the store's tables. */
  boolean isTableMissing(SQLException failure);

  /** Returns whether a statement was refused because its transaction or database only reads. */
  boolean isReadOnly(SQLException failure);

  /**
   * Returns whether the transaction lost to another one: the same work in a new transaction may
   * succeed at once. A statement that ran out of its time did not lose: it would again.
   */
  boolean isLostRace(SQLException failure);

  /** Returns what to change where a column does not compare keys byte for byte. */
  String collationAdvice();

  /**
   * Judges how a database is set up, before anything is done in it.
   *
   * @throws IllegalArgumentException when the store's statements do not work there
   */
  void refuseSetting(Connection connection) throws SQLException;

  /**
   * Judges a transaction of the host's before anything is done in it.
   *
   * @return why the store cannot join it, or null when it can
   */
  @Nullable String objectionTo(Connection connection) throws SQLException;

  /** Returns what a query ends with whose rows must not be deleted before the transaction ends. */
  String keepingFromDeletion();

  /** Binds a notification; 0 rows when the tenant has no such provider. */
  int bind(Session session, String tenant, String providerId, String notificationId)
      throws SQLException;

  /**
   * Does something that must not run twice at the same time, on a connection of its own that
   * commits by itself.
   *
   * @param schema the schema that unqualified names are to mean; null for the connection's own
   * @param lock the name of what must not run twice
   */
  void alone(Connection connection, @Nullable String schema, String lock, Ddl work)
      throws SQLException;

  /** Statements that make tables. */
  @FunctionalInterface
  interface Ddl {

    void run() throws SQLException;
  }
}
