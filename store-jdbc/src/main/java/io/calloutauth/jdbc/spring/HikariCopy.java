package io.calloutauth.jdbc.spring;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Copies the host's HikariCP pool. Apart, because HikariCP may be absent. */
final class HikariCopy {

  private static final String NAME = "callout-auth-engine";

  /** A token request holds its place while it waits for a connection. */
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);

  private HikariCopy() {}

  /** Returns a pool with the settings of the host's and a size of its own; null when it is none. */
  static @Nullable DataSource of(DataSource host, int size) throws SQLException {
    if (!host.isWrapperFor(HikariDataSource.class)) {
      return null;
    }
    HikariConfig settings = new HikariConfig();
    host.unwrap(HikariDataSource.class).copyStateTo(settings);
    settings.setPoolName(NAME);
    settings.setMaximumPoolSize(size);
    settings.setMinimumIdle(1);
    settings.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
    settings.setAutoCommit(true);
    return new HikariDataSource(settings);
  }
}
