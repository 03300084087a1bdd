package io.calloutauth.cluster;

import io.calloutauth.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three MariaDB servers of which each takes writes: Galera, as Debian installs it. */
public final class GaleraCluster implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GaleraCluster.class);
  private static final int SIZE = 3;

  /** Tenths of a second that a member may take to start and to get what it lacks. */
  private static final int STARTING = 1_800;

  private static final Path PROVIDER = Path.of("/usr/lib/galera/libgalera_smm.so");
  private static final Path SERVER = Path.of("/usr/sbin/mariadbd");

  private final ServerFolder folder;
  private final List<Member> members = new ArrayList<>();

  /** A server, and where it listens: for clients, for the group, and for what it lacks. */
  private static final class Member {

    private final int number;
    private final int port = FreePort.find();
    private final int group = FreePort.find();
    private final int missed = FreePort.find();
    private final int transfer = FreePort.find();
    private @Nullable Process process;

    Member(int number) throws IOException {
      this.number = number;
    }

    boolean hasEnded() {
      return process == null || !process.isAlive();
    }

    void kill() {
      if (process != null) {
        process.destroyForcibly().onExit().join();
      }
    }
  }

  private GaleraCluster() throws IOException {
    this.folder = ServerFolder.create("galera", "mysql");
    for (int i = 0; i < SIZE; i++) {
      members.add(new Member(i));
    }
  }

  /** Starts all three; empty where MariaDB or Galera is not installed. */
  public static Optional<GaleraCluster> start() throws IOException, SQLException {
    if (!Files.exists(PROVIDER) || !Files.exists(SERVER)) {
      return Optional.empty();
    }
    GaleraCluster cluster = new GaleraCluster();
    cluster.install();
    try {
      for (Member member : cluster.members) {
        cluster.start(member, member.number == 0);
      }
      cluster.execute(0, "CREATE DATABASE callouts");
      return Optional.of(cluster);
    } catch (AssertionError | IOException | SQLException failed) {
      cluster.close();
      throw failed;
    }
  }

  private void install() throws IOException {
    for (Member member : members) {
      folder.run(
          List.of(
              "mariadb-install-db",
              "--no-defaults",
              "--datadir=" + folder.in("data-" + member.number),
              "--auth-root-authentication-method=normal",
              "--skip-test-db"));
    }
  }

  private void start(Member member, boolean first) throws IOException {
    member.process = folder.start("server-" + member.number, command(member, first));
    awaitSynced(member);
  }

  private List<String> command(Member member, boolean first) {
    return List.of(
        SERVER.toString(),
        "--no-defaults",
        "--datadir=" + folder.in("data-" + member.number),
        "--socket=" + folder.in("socket-" + member.number),
        "--pid-file=" + folder.in("pid-" + member.number),
        "--bind-address=127.0.0.1",
        "--port=" + member.port,
        "--binlog-format=ROW",
        "--innodb-autoinc-lock-mode=2",
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-snapshot-isolation=ON",
        "--wsrep-on=ON",
        "--wsrep-provider=" + PROVIDER,
        "--wsrep-sst-method=rsync",
        "--wsrep-sst-receive-address=127.0.0.1:" + member.transfer,
        "--wsrep-node-name=n" + member.number,
        "--wsrep-node-address=127.0.0.1:" + member.group,
        "--wsrep-provider-options=" + options(member),
        "--wsrep-cluster-address=gcomm://" + (first ? "" : group()));
  }

  private static String options(Member member) {
    return "gmcast.listen_addr=tcp://127.0.0.1:%d;ist.recv_addr=127.0.0.1:%d;gcache.size=32M"
        .formatted(member.group, member.missed);
  }

  private String group() {
    return members.stream()
        .map(member -> "127.0.0.1:" + member.group)
        .collect(Collectors.joining(","));
  }

  private void awaitSynced(Member member) throws IOException {
    for (int tries = 0; tries < STARTING && !member.hasEnded(); tries++) {
      try {
        if (query(member.number, "SHOW STATUS LIKE 'wsrep_ready'").equals("ON")) {
          return;
        }
      } catch (SQLException starting) {
        LOG.trace("A member is still starting", starting);
      }
      Cluster.pass(100);
    }
    String state = member.hasEnded() ? "ended" : "was not ready in time";
    throw new AssertionError(
        "Member %d of the cluster %s. It said last:%n%s"
            .formatted(member.number, state, folder.last("server-" + member.number)));
  }

  /**
   * Returns where the members are reached.
   *
   * @param mode how the driver goes through them: {@code loadbalance} or {@code sequential}
   */
  public String url(String mode) {
    String hosts =
        members.stream().map(member -> "127.0.0.1:" + member.port).collect(Collectors.joining(","));
    return "jdbc:mariadb:%s://%s/callouts?retriesAllDown=2&connectTimeout=2000"
        .formatted(mode, hosts);
  }

  /** Returns where one member is reached. */
  public String url(int number) {
    return "jdbc:mariadb://127.0.0.1:%d/callouts".formatted(members.get(number).port);
  }

  /** Returns how many members there are. */
  public int size() {
    return SIZE;
  }

  /** Returns whose database it is; there is no password. */
  public String user() {
    return "root";
  }

  /** Lets a member lag behind the others, until what is returned is closed. */
  public AutoCloseable lag(int number) throws SQLException {
    Connection lagging = connect(number);
    try (Statement statement = lagging.createStatement()) {
      statement.execute("SET GLOBAL wsrep_desync = ON");
      statement.execute("FLUSH TABLES WITH READ LOCK");
    }
    return () -> {
      try (lagging;
          Statement statement = lagging.createStatement()) {
        statement.execute("UNLOCK TABLES");
        statement.execute("SET GLOBAL wsrep_desync = OFF");
      }
    };
  }

  /** Ends all members as a loss of power does. */
  public void killAll() {
    members.forEach(Member::kill);
  }

  /** Ends a member as a crash does. */
  public void kill(int number) {
    members.get(number).kill();
  }

  /** Runs a statement on a member. */
  void execute(int number, String text) throws SQLException {
    try (Connection connection = connect(number);
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private String query(int number, String text) throws SQLException {
    try (Connection connection = connect(number);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(text)) {
      return row.next() ? row.getString(2) : "";
    }
  }

  private Connection connect(int number) throws SQLException {
    int port = members.get(number).port;
    return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/", "root", "");
  }

  @Override
  public void close() {
    killAll();
  }
}
