package io.calloutauth;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.World;
import io.calloutauth.seal.SealingKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullMarked;

/**
 * One node as a process: asks at random for the header of callouts and says what it got, a line
 * each. Its input is first the keys, then an administrator's commands; it ends when its input does,
 * and so with whoever started it.
 *
 * <p>Arguments: JDBC URL, user, how far its wall clock is off in seconds, an exchange's timeout in
 * seconds, how many providers, how many threads, how long a thread rests at most in milliseconds,
 * the node's number.
 */
@NullMarked
public final class ClusterNode {

  /** What a line of the node's ends with: one that was cut off does not count. */
  public static final String END = " .";

  /** The command to begin. */
  public static final String GO = "GO";

  /** The command to make no more callouts. */
  public static final String REST = "REST";

  /** The header by which the token endpoint knows the node. */
  public static final String HEADER = "X-Callout-Node";

  private static final URI TARGET = URI.create("https://api.example.com/orders");

  private final CalloutAuth auth;
  private final int providers;
  private final long restMillis;
  private volatile boolean rests;

  private ClusterNode(CalloutAuth auth, int providers, long restMillis) {
    this.auth = auth;
    this.providers = providers;
    this.restMillis = restMillis;
  }

  /** Runs a node. */
  public static void main(String[] args) throws IOException {
    Thread.setDefaultUncaughtExceptionHandler((thread, unexpected) -> end(unexpected));
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    HikariConfig pool = new HikariConfig();
    pool.setJdbcUrl(args[0]);
    pool.setUsername(args[1]);
    pool.setPassword("");
    pool.setMaximumPoolSize(10);
    pool.setConnectionTimeout(2_000);
    World world = world(Duration.ofSeconds(Long.parseLong(args[2])));
    EndpointPolicy policy = PublicEndpoints.builder().allowLoopbackHttp().build();
    CalloutAuth auth =
        CalloutAuth.builder(JdbcStore.create(new HikariDataSource(pool)))
            .cipher(SealingKeys.parse(Objects.requireNonNull(input.readLine())))
            .endpointPolicy(policy)
            .client(client(policy, world, args[7]))
            .requestTimeout(Duration.ofSeconds(Long.parseLong(args[3])))
            .world(world)
            .build();
    ClusterNode node = new ClusterNode(auth, Integer.parseInt(args[4]), Long.parseLong(args[6]));
    node.say("READY");
    for (String command = input.readLine(); command != null; command = input.readLine()) {
      if (command.equals(GO)) {
        node.start(Integer.parseInt(args[5]));
      } else if (command.equals(REST)) {
        node.rests = true;
      } else {
        node.say(node.obey(command.split(" ", -1)));
      }
    }
    if (node.rests) {
      auth.close(); // what is under way comes to its end, and no callout could fail by it
    }
    Runtime.getRuntime().halt(0);
  }

  /** No thread ends unseen: the node does with it. */
  private static void end(Throwable unexpected) {
    unexpected.printStackTrace();
    Runtime.getRuntime().halt(1);
  }

  private static NumberedClient client(EndpointPolicy policy, World world, String number) {
    return new NumberedClient(
        HttpTokenClient.builder(policy).clock(world.clocks().wall()).build(), number);
  }

  private static World world(Duration off) {
    InstantSource wall = () -> Instant.now().plus(off);
    return new World(
        new Clocks(wall, System::nanoTime),
        World.system().timer(),
        () -> ThreadLocalRandom.current().nextDouble());
  }

  private void start(int threads) {
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(this::ask, "callouts");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void ask() {
    while (!rests) {
      int provider = ThreadLocalRandom.current().nextInt(providers);
      long asked = System.currentTimeMillis();
      String answer = answer(provider);
      say("SAW " + provider + " " + asked + " " + System.currentTimeMillis() + " " + answer);
      long rest = ThreadLocalRandom.current().nextLong(restMillis);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(rest));
    }
  }

  private String answer(int provider) {
    try {
      StringBuilder header = new StringBuilder();
      auth.callouts()
          .authenticate("n" + provider, "POST", TARGET)
          .applyTo((name, value) -> header.append(value));
      return header.toString();
    } catch (Throwable failed) { // whatever it is, it must be seen
      String knows = auth.health().storeResponds() ? "" : "*";
      return "FAILED " + name(failed) + knows;
    }
  }

  /** Returns what a failure is called: an unexpected one shows by its package. */
  private static String name(Throwable failed) {
    return failed instanceof CalloutAuthException
        ? failed.getClass().getSimpleName()
        : failed.getClass().getName();
  }

  /** Does what an administrator would: {@code REVOKE|SCOPE number provider scope id}. */
  private String obey(String[] command) {
    ProviderId id = new ProviderId(command[4]);
    long from = System.currentTimeMillis();
    String result = "DONE";
    try {
      if (command[0].equals("REVOKE")) {
        auth.tokens().revoke(id);
      } else {
        Provider read = auth.providers().find(id).orElseThrow();
        auth.providers()
            .update(
                id, read.version(), read.toSettings().toBuilder().scope("v" + command[3]).build());
      }
    } catch (Throwable failed) { // whatever it is, it must be seen
      result = name(failed);
    }
    String times = from + " " + System.currentTimeMillis();
    return String.join(" ", command[0], command[1], command[2], command[3], times, result);
  }

  private void say(String line) {
    System.out.println(line + END);
  }
}
