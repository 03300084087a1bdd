package io.calloutauth.jdbc;

import io.calloutauth.jdbc.TestDatabase.Address;
import io.calloutauth.testkit.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Starts database servers from Maven Central, as root or as anybody; they end with the JVM. */
final class TestServers {

  private TestServers() {}

  static Address postgresql() {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setPort(FreePort.find())
              .setPGStartupWait(Duration.ofMinutes(2)) // on a machine that is busy
              .setServerConfig("max_connections", "300")
              .setServerConfig("fsync", "off")
              .setServerConfig("synchronous_commit", "off")
              .setServerConfig("full_page_writes", "off")
              .start();
      return new Address(server.getJdbcUrl("postgres", "postgres"), "postgres");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Address mariadb() {
    try {
      MariaDbServer server =
          MariaDbServer.start(
              FreePort.find(), "--max-connections=300", "--innodb-flush-log-at-trx-commit=0");
      heedPrivileges(server.url());
      return new Address(server.url(), "root");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new AssertionError("The server does not heed privileges", e);
    }
  }

  /** It starts without: then nobody is kept from writing where only reads are allowed. */
  private static void heedPrivileges(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "root", "");
        Statement statement = connection.createStatement()) {
      statement.execute("FLUSH PRIVILEGES");
      statement.execute("ALTER USER root@localhost IDENTIFIED BY ''");
    }
  }
}
