package io.calloutauth.cluster;

import io.calloutauth.jdbc.MariaDbServer;
import io.calloutauth.testkit.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A database server that can be shut down and started again with what it held. */
public interface SharedDatabase extends AutoCloseable {

  String url();

  String user();

  void shutDown() throws IOException;

  void startAgain() throws IOException;

  @Override
  void close() throws IOException;

  /** Starts PostgreSQL, as durable as it is made. */
  static SharedDatabase postgresql() throws IOException {
    Path data = Files.createTempDirectory("callout-auth-cluster-postgresql");
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setPort(FreePort.find())
            .setPGStartupWait(Duration.ofMinutes(2)) // on a machine that is busy
            .setDataDirectory(data.resolve("data"))
            .setCleanDataDirectory(false)
            .setServerConfig("max_connections", "200");
    return new Postgresql(builder);
  }

  /** Starts MariaDB, as durable as it is made. */
  static SharedDatabase mariadb() throws IOException {
    return new MariaDb(MariaDbServer.start(FreePort.find()));
  }

  /** PostgreSQL. */
  final class Postgresql implements SharedDatabase {

    private final EmbeddedPostgres.Builder builder;
    private EmbeddedPostgres server;

    Postgresql(EmbeddedPostgres.Builder builder) throws IOException {
      this.builder = builder;
      this.server = builder.start();
    }

    @Override
    public String url() {
      return server.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public String user() {
      return "postgres";
    }

    @Override
    public void shutDown() throws IOException {
      server.close();
    }

    @Override
    public void startAgain() throws IOException {
      server = builder.start();
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  /** MariaDB. */
  record MariaDb(MariaDbServer server) implements SharedDatabase {

    @Override
    public String url() {
      return server.url();
    }

    @Override
    public String user() {
      return "root";
    }

    @Override
    public void shutDown() throws IOException {
      server.stop();
    }

    @Override
    public void startAgain() throws IOException {
      server.start();
    }

    @Override
    public void close() throws IOException {
      server.stop();
    }
  }
}
