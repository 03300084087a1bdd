package io.calloutauth.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The databases that the tests run on. Each starts once in a JVM, with the first test of it. */
public enum TestDatabase {
  H2_MEMORY("READ_COMMITTED") {
    @Override
    Address start() {
      return new Address("jdbc:h2:mem:contract;DB_CLOSE_DELAY=-1", "sa");
    }
  },
  H2_FILE("READ_COMMITTED") {
    @Override
    Address start() {
      return new Address("jdbc:h2:file:./target/h2/" + UUID.randomUUID(), "sa");
    }
  },
  POSTGRESQL("READ_COMMITTED", "REPEATABLE_READ", "SERIALIZABLE") {
    @Override
    Address start() {
      return TestServers.postgresql();
    }
  },
  MARIADB("READ_COMMITTED", "REPEATABLE_READ", "SERIALIZABLE") {
    @Override
    Address start() {
      return TestServers.mariadb();
    }
  };

  /** Where a database is. */
  record Address(String url, String user) {}

  private static final Map<TestDatabase, Address> STARTED = new EnumMap<>(TestDatabase.class);
  private static final Map<TestDatabase, List<HikariDataSource>> POOLS =
      new EnumMap<>(TestDatabase.class);

  private final String isolations;

  TestDatabase(String... isolations) {
    this.isolations = String.join(" ", isolations);
  }

  /** Starts the database and says where it is. */
  abstract Address start();

  /** Returns the levels at which a transaction of the host's can be joined. */
  List<String> isolations() {
    return List.of(isolations.split(" ", -1));
  }

  /** Returns where the database is; starts it at the first call. */
  Address address() {
    synchronized (STARTED) {
      return STARTED.computeIfAbsent(this, TestDatabase::start);
    }
  }

  /** Returns the pool that stands for the host's. */
  HikariDataSource pool() {
    return pools().get(0);
  }

  /** Returns the pool of the engine's own. */
  HikariDataSource enginePool() {
    return pools().get(1);
  }

  /** Returns a store whose tables are there and have nothing in them. */
  public JdbcStore emptyStore() {
    JdbcStore store = store();
    execute(
        "DELETE FROM callout_auth_binding",
        "DELETE FROM callout_auth_provider",
        "DELETE FROM callout_auth_event",
        "DELETE FROM callout_auth_change");
    return store;
  }

  /** Returns a store on both pools, whose tables are there. */
  JdbcStore store() {
    JdbcStore store = JdbcStore.builder(pool()).engineDataSource(enginePool()).build();
    store.createSchema();
    return store;
  }

  /** Runs statements, each in a transaction of its own. */
  public void execute(String... statements) {
    try (Connection connection = pool().getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new AssertionError("A statement for a test failed", e);
    }
  }

  /** Returns what runs transactions on the engine's pool. */
  Transactions apart() {
    try (Connection connection = enginePool().getConnection()) {
      Dialect dialect = Dialect.of(connection);
      Sql sql = new Sql("callout_auth_", dialect.now());
      return Transactions.apart(Source.of(enginePool(), null), dialect, sql, 2);
    } catch (SQLException e) {
      throw new AssertionError("The database is out of reach", e);
    }
  }

  /** Returns the number that a query finds. */
  long count(String query) {
    try (Connection connection = pool().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError("A query for a test failed", e);
    }
  }

  /** Returns all that a table holds, as text. */
  public String dump(String table) {
    StringBuilder text = new StringBuilder();
    try (Connection connection = pool().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
      while (row.next()) {
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          text.append(row.getString(i)).append('\n');
        }
      }
      return text.toString();
    } catch (SQLException e) {
      throw new AssertionError("A table could not be read", e);
    }
  }

  /** Returns all that the library's tables hold, as text. */
  public String dump() {
    StringBuilder text = new StringBuilder();
    try (Connection connection = pool().getConnection();
        ResultSet table =
            connection
                .getMetaData()
                .getTables(
                    connection.getCatalog(),
                    connection.getSchema(),
                    "%",
                    new String[] {"TABLE", "BASE TABLE"})) {
      while (table.next()) {
        String name = table.getString("TABLE_NAME");
        if (name.toLowerCase(Locale.ROOT).startsWith("callout_auth_")) {
          text.append(name).append('\n').append(dump(name));
        }
      }
      return text.toString();
    } catch (SQLException e) {
      throw new AssertionError("The tables could not be listed", e);
    }
  }

  /** Returns the bytes of the database's file, a character for each; empty where it has none. */
  public String fileBytes() {
    if (this != H2_FILE) {
      return "";
    }
    execute("CHECKPOINT SYNC");
    Path file = Path.of(address().url().replace("jdbc:h2:file:", "") + ".mv.db");
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a pool of connections that nobody else uses; to be closed by its test. */
  public HikariDataSource newPool(int size) {
    return new HikariDataSource(config(size));
  }

  /** Returns a pool of connections that only read; to be closed by its test. */
  public HikariDataSource readingPool(int size) {
    HikariConfig config = config(size);
    config.setConnectionInitSql(
        this == POSTGRESQL
            ? "SET default_transaction_read_only = on"
            : "SET SESSION TRANSACTION READ ONLY");
    return new HikariDataSource(config);
  }

  /** Returns what a pool is made of. */
  HikariConfig config(int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(address().url());
    config.setUsername(address().user());
    config.setPassword("");
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    return config;
  }

  private List<HikariDataSource> pools() {
    synchronized (POOLS) {
      return POOLS.computeIfAbsent(this, database -> List.of(newPool(20), newPool(20)));
    }
  }
}
