package io.calloutauth.example.quickstart;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.Store;
import org.jspecify.annotations.Nullable;

/** Where the story keeps what it makes: in memory, or in a database. */
final class Shelf implements AutoCloseable {

  private static final String KEYS = "CALLOUT_SEALING_KEYS";

  private final @Nullable HikariDataSource pool;
  private final Store store;

  private Shelf(@Nullable HikariDataSource pool, Store store) {
    this.pool = pool;
    this.store = store;
  }

  static Shelf inMemory() {
    return new Shelf(null, MemoryStore.create());
  }

  /** Opens a database of H2, PostgreSQL or MariaDB, and makes the tables where there are none. */
  static Shelf in(String jdbcUrl) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(jdbcUrl);
    pool.setUsername(System.getenv("CALLOUT_JDBC_USER"));
    pool.setPassword(System.getenv("CALLOUT_JDBC_PASSWORD"));
    try {
      JdbcStore store = JdbcStore.create(pool);
      store.createSchema();
      return new Shelf(pool, store);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  Store store() {
    return store;
  }

  /** Returns the environment's keys; else one for this run, which leaves nothing to open. */
  SealingKeys keys() {
    return System.getenv(KEYS) == null
        ? SealingKeys.ephemeral()
        : SealingKeys.fromEnvironment(KEYS);
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.close();
    }
  }
}
