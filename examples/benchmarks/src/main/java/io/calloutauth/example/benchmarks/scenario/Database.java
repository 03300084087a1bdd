package io.calloutauth.example.benchmarks.scenario;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.jdbc.JdbcStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL of this run alone, with durable writes, and connection pools to it. */
final class Database implements AutoCloseable {

  private final EmbeddedPostgres server;
  private final List<HikariDataSource> pools = new ArrayList<>();

  Database() throws IOException {
    this.server = EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
  }

  /** Returns a pool that a node of its own would have. */
  HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
    config.setUsername("postgres");
    config.setPassword("");
    config.setMaximumPoolSize(10);
    HikariDataSource pool = new HikariDataSource(config);
    pools.add(pool);
    return pool;
  }

  /** Returns a store over a pool of its own; the tables are there. */
  JdbcStore store() {
    JdbcStore store = JdbcStore.create(pool());
    store.createSchema();
    return store;
  }

  /** Returns a store over a pool of its own, whose tables are empty. */
  JdbcStore emptyStore(CountedStatements counted) {
    JdbcStore store = JdbcStore.create(counted.over(pool()));
    store.createSchema();
    store.purge(Nodes.TENANT);
    return store;
  }

  @Override
  public void close() throws IOException {
    pools.forEach(HikariDataSource::close);
    server.close();
  }
}
