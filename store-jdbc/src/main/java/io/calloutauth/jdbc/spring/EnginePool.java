package io.calloutauth.jdbc.spring;

import io.calloutauth.spring.boot.CalloutAuthPropertyException;
import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.util.ClassUtils;

/**
 * The connection pool of the engine's own, or none. No bean of type {@link DataSource}: the host
 * has one of these, and goes on having one. Closed after the store's users are.
 */
final class EnginePool implements DisposableBean {

  private static final String SIZE = JdbcStoreProperties.PREFIX + ".engine-pool-size";
  private static final String HIKARI = "com.zaxxer.hikari.HikariDataSource";

  private final @Nullable DataSource dataSource;

  private EnginePool(@Nullable DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Opens a pool that connects as the host's does.
   *
   * @param size how many connections; null for no pool
   * @throws CalloutAuthPropertyException when the host's pool is another than HikariCP's
   */
  static EnginePool of(DataSource host, @Nullable Integer size) {
    if (size == null) {
      return new EnginePool(null);
    }
    if (size < 1) {
      throw new CalloutAuthPropertyException(SIZE, "'" + size + "': it must be at least 1");
    }
    try {
      DataSource pool =
          ClassUtils.isPresent(HIKARI, EnginePool.class.getClassLoader())
              ? HikariCopy.of(host, size)
              : null;
      if (pool != null) {
        return new EnginePool(pool);
      }
    } catch (SQLException unwrapped) {
      throw new CalloutAuthPropertyException(SIZE, String.valueOf(unwrapped.getMessage()));
    }
    throw new CalloutAuthPropertyException(
        SIZE,
        "the application's data source is no HikariCP pool that could be copied: leave this out, or"
            + " define a JdbcStore bean with an engineDataSource of your own");
  }

  /** Returns the engine's own data source; null when it shares the host's. */
  @Nullable DataSource dataSource() {
    return dataSource;
  }

  @Override
  public void destroy() throws IOException {
    if (dataSource instanceof Closeable pool) {
      pool.close();
    }
  }
}
