package io.calloutauth.jdbc;

import io.calloutauth.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Builds {@link JdbcStore} objects. What is not set has a default that serves. Not thread-safe. */
public final class JdbcStoreBuilder {

  /** What the name of each table begins with unless {@link #tablePrefix} is set. */
  public static final String DEFAULT_TABLE_PREFIX = "callout_auth_";

  private static final int ENGINE_TIMEOUT_SECONDS = 2;
  private static final int COUNT_TIMEOUT_SECONDS = 60;
  private static final RetryDelay SCHEMA_PAUSE =
      RetryDelay.doubling(Duration.ofMillis(200), Duration.ofSeconds(5));

  private final DataSource dataSource;
  private @Nullable DataSource engineDataSource;
  private @Nullable BooleanSupplier inTransaction;
  private @Nullable String schema;
  private String tablePrefix = DEFAULT_TABLE_PREFIX;

  JdbcStoreBuilder(DataSource dataSource) {
    this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
  }

  /**
   * Sets where the engine's connections come from: those for token rows, pending revocations, the
   * change feed, and for the providers and bindings that callouts need; the host's own data source
   * unless set. With one of its own, callouts do not wait for connections that the host's
   * transactions hold. It must lead to the same database.
   */
  public JdbcStoreBuilder engineDataSource(DataSource dataSource) {
    this.engineDataSource = Objects.requireNonNull(dataSource, "dataSource");
    return this;
  }

  /**
   * Sets what the name of each table begins with; {@code callout_auth_} unless set.
   *
   * @param prefix 1 to 32 ASCII letters, digits and underscores
   * @throws IllegalArgumentException if it has others
   */
  public JdbcStoreBuilder tablePrefix(String prefix) {
    this.tablePrefix = new TableNames(null, Objects.requireNonNull(prefix, "prefix")).prefix();
    return this;
  }

  /**
   * Sets the schema (with MariaDB: the database) that the tables are in; the connection's own
   * unless set. It must be there already.
   *
   * @param schema ASCII letters, digits and underscores; used without quotes
   * @throws IllegalArgumentException if it has others
   */
  public JdbcStoreBuilder schema(String schema) {
    this.schema =
        new TableNames(Objects.requireNonNull(schema, "schema"), DEFAULT_TABLE_PREFIX).schema();
    return this;
  }

  /**
   * Sets what tells whether the calling thread is in a transaction of the host's, for example
   * {@code TransactionSynchronizationManager::isActualTransactionActive}.
   *
   * <p>Unless set, a connection that does not commit by itself is in a transaction of the host's,
   * as those of Spring's {@code TransactionAwareDataSourceProxy} are. Where connections never
   * commit by themselves, also outside of any transaction, this must be set: {@code () -> false}
   * when the store is to join none, and commits what it does.
   *
   * <p>When it says yes, the data source must hand out the connection of that transaction, as
   * Spring's proxy does. One that commits by itself is in no transaction whatever this says.
   *
   * <p>In a callback after the commit ({@code afterCommit}, {@code afterCompletion}), Spring still
   * says yes, and nobody commits any more: a pool whose connections do not commit by themselves
   * then drops what is written. Write there in a new transaction ({@code
   * PROPAGATION_REQUIRES_NEW}).
   */
  public JdbcStoreBuilder hostTransaction(BooleanSupplier inTransaction) {
    this.inTransaction = Objects.requireNonNull(inTransaction, "inTransaction");
    return this;
  }

  /**
   * Returns the folder of the class path that holds the scripts for this database, for a tool such
   * as Flyway: {@code io/calloutauth/jdbc/postgresql}, say. Blocks for a look at a connection.
   *
   * @throws IllegalArgumentException when the database is another than H2, PostgreSQL or MariaDB,
   *     or H2 is in a mode in which the store does not work
   * @throws StoreException when the database is out of reach
   */
  public String scripts() {
    try {
      return "io/calloutauth/jdbc/" + dialect().folder();
    } catch (SQLException e) {
      throw outOfReach(e);
    }
  }

  /**
   * Returns the store. Blocks for a look at a connection of each data source; to be called outside
   * of any transaction.
   *
   * @throws IllegalArgumentException when the database is another than H2, PostgreSQL or MariaDB,
   *     or H2 is in a mode in which the store does not work
   * @throws IllegalStateException when a data source's connections do not commit by themselves, and
   *     {@link #hostTransaction} is not set
   * @throws StoreException when the database is out of reach, or has tables of another schema
   *     version
   */
  public JdbcStore build() {
    TableNames names = new TableNames(schema, tablePrefix);
    try {
      Source host = Source.of(dataSource, inTransaction);
      Source engine = engineDataSource == null ? host : Source.of(engineDataSource, inTransaction);
      return built(host, engine, dialect(), names);
    } catch (SQLException e) {
      throw outOfReach(e);
    }
  }

  private static StoreException outOfReach(SQLException failure) {
    return new StoreException(
        StoreException.Reason.OUT_OF_REACH, "The database is out of reach", true, failure);
  }

  private static JdbcStore built(Source host, Source engine, Dialect dialect, TableNames names) {
    Sql sql = new Sql(names.qualified(), dialect.now());
    Transactions apart = Transactions.apart(engine, dialect, sql, ENGINE_TIMEOUT_SECONDS);
    Schema schema = new Schema(engine, dialect, apart, names, SCHEMA_PAUSE);
    schema.refuseOther();
    Transactions counts = Transactions.apart(engine, dialect, sql, COUNT_TIMEOUT_SECONDS);
    return new JdbcStore(Transactions.joining(host, dialect, sql), apart, counts, schema);
  }

  private Dialect dialect() throws SQLException {
    try (Connection connection = Source.open(dataSource)) {
      Dialect dialect = Dialect.of(connection);
      dialect.refuseSetting(connection);
      return dialect;
    }
  }
}
