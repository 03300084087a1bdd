package io.calloutauth.cluster;

import io.calloutauth.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A PostgreSQL primary with a replica, at first an asynchronous one, as Debian installs them. */
public final class PostgresPair implements AutoCloseable {

  private final ServerFolder folder;
  private final Path programs;
  private final int primary = FreePort.find();
  private final int replica = FreePort.find();

  private PostgresPair(Path programs) throws IOException {
    this.folder = ServerFolder.create("pair", "postgres");
    this.programs = programs;
  }

  /** Starts both; empty where PostgreSQL is not installed. */
  public static Optional<PostgresPair> start() throws IOException, SQLException {
    Optional<Path> found = ServerFolder.program("/usr/lib/postgresql", "bin/pg_basebackup");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    PostgresPair pair = new PostgresPair(found.get().resolveSibling(""));
    pair.startPrimary();
    pair.startReplica();
    return Optional.of(pair);
  }

  private void startPrimary() throws IOException {
    run(
        "initdb",
        "-A",
        "trust",
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "--no-sync",
        "-D",
        data("primary"));
    configure("primary", primary);
    control("primary", "-w", "start");
  }

  private void startReplica() throws IOException, SQLException {
    String port = Integer.toString(primary);
    run(
        "pg_basebackup",
        "-h",
        "127.0.0.1",
        "-p",
        port,
        "-U",
        "postgres",
        "-D",
        data("replica"),
        "-R",
        "-X",
        "stream",
        "-c",
        "fast");
    configure("replica", replica);
    control("replica", "-w", "start");
    awaitReplica();
  }

  /** Returns where whichever of them is the primary is reached. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/postgres".formatted(primary, replica)
        + "?targetServerType=primary&connectTimeout=2&socketTimeout=10";
  }

  /** Returns whose database it is; there is no password. */
  public String user() {
    return "postgres";
  }

  /** Waits until the replica has all that the primary has. */
  public void awaitReplica() throws SQLException {
    String written = query(primary, "SELECT pg_current_wal_flush_lsn()");
    while (!query(replica, "SELECT pg_last_wal_replay_lsn() >= '" + written + "'").equals("t")) {
      Cluster.pass(20);
    }
  }

  /** From now on, each commit waits until the replica has it, too. */
  public void synchronizeReplica() throws SQLException {
    query(primary, "ALTER SYSTEM SET synchronous_standby_names = '*'");
    query(primary, "SELECT pg_reload_conf()");
    String synchronous = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'";
    while (!query(primary, synchronous).equals("1")) {
      Cluster.pass(20);
    }
  }

  /** From now on, what the primary commits reaches the replica no more. */
  public void cutReplica() throws SQLException {
    awaitReplica();
    query(replica, "ALTER SYSTEM SET primary_conninfo = ''");
    query(replica, "SELECT pg_reload_conf()");
    while (!query(replica, "SELECT count(*) FROM pg_stat_wal_receiver").equals("0")) {
      Cluster.pass(20);
    }
  }

  /** Ends the primary as a crash does, and makes the replica the primary. */
  public void failOver() throws IOException {
    control("primary", "-w", "-m", "immediate", "stop");
    control("replica", "-w", "promote");
  }

  @Override
  public void close() throws IOException {
    for (String name : List.of("primary", "replica")) {
      if (Files.exists(folder.in(name).resolve("postmaster.pid"))) {
        control(name, "-w", "-m", "immediate", "stop");
      }
    }
  }

  private void configure(String name, int port) throws IOException {
    String settings =
        """

        port = %d
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        synchronous_standby_names = ''
        max_connections = 100
        fsync = off
        """
            .formatted(port);
    Files.writeString(
        folder.in(name).resolve("postgresql.conf"), settings, StandardOpenOption.APPEND);
  }

  private void control(String name, String... arguments) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("-D", data(name), "-l", folder.in(name + ".log").toString()));
    all.addAll(List.of(arguments));
    run("pg_ctl", all.toArray(String[]::new));
  }

  private void run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(programs.resolve(program).toString()));
    command.addAll(List.of(arguments));
    folder.run(command);
  }

  private String data(String name) {
    return folder.in(name).toString();
  }

  private static String query(int port, String text) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement()) {
      if (!statement.execute(text)) {
        return "";
      }
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        return String.valueOf(row.getString(1));
      }
    }
  }
}
