package io.calloutauth.cluster;

import io.calloutauth.ClusterNode;
import io.calloutauth.cluster.History.Change;
import io.calloutauth.cluster.History.Span;
import io.calloutauth.provider.ProviderId;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Nodes on one database with one authorization server, and what is done to them. */
final class Cluster implements AutoCloseable {

  /**
   * How large a cluster is, and how busy.
   *
   * @param nodes how many nodes
   * @param providers how many providers
   * @param threads how many threads of a node ask
   * @param restMillis how long a thread rests at most before it asks again
   */
  record Size(int nodes, int providers, int threads, long restMillis) {

    /** Returns how many callouts a node makes in so many milliseconds, if they take no time. */
    long callouts(long millis) {
      return threads * millis * 2 / restMillis;
    }
  }

  /** Seconds by which the nodes' wall clocks are off. */
  private static final List<Integer> OFF = List.of(0, 600, -180, 300);

  private final History history = new History();
  private final List<NodeProcess> nodes = new CopyOnWriteArrayList<>();
  private final List<ProviderId> ids = new ArrayList<>();
  private final ExecutorService watchers = Executors.newCachedThreadPool();
  private final String keys = newKeys();
  private final Terms terms;
  private final Size size;
  private final TokenEndpoint endpoint;
  private final List<String> arguments;
  private final int[] scopes;
  private int changes;

  /** Makes providers in a database, and starts the nodes. */
  Cluster(String url, String user, Terms terms, Size size)
      throws IOException, InterruptedException {
    this.terms = terms;
    this.size = size;
    this.endpoint = new TokenEndpoint(history, terms);
    this.scopes = new int[size.providers()];
    this.arguments = List.of(url, user);
    for (int i = 0; i < size.nodes(); i++) {
      nodes.add(start(i));
    }
    ids.addAll(new ClusterProviders(url, user, keys, endpoint).make(size.providers()));
    for (NodeProcess node : nodes) {
      node.awaitReady();
      node.command(ClusterNode.GO);
    }
  }

  History history() {
    return history;
  }

  private static String newKeys() {
    byte[] bits = new byte[32];
    new SecureRandom().nextBytes(bits);
    String key = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    return "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"cluster\",\"k\":\"" + key + "\"}]}";
  }

  private NodeProcess start(int number) {
    List<String> all = new ArrayList<>(arguments);
    all.add(OFF.get(number).toString());
    all.add(Long.toString(terms.timeout() / 1_000));
    all.add(Integer.toString(size.providers()));
    all.add(Integer.toString(size.threads()));
    all.add(Long.toString(size.restMillis()));
    return NodeProcess.start(number, history, all, keys);
  }

  /** Revokes the token of a provider, or edits its scope, on a node that runs. */
  void changeAny() {
    int provider = ThreadLocalRandom.current().nextInt(size.providers());
    boolean revocation = ThreadLocalRandom.current().nextBoolean();
    int scope = revocation ? scopes[provider] : ++scopes[provider];
    int number = ++changes;
    NodeProcess node = nodes.get(anyRunning());
    long now = System.currentTimeMillis();
    // Until the node says more, it may or may not have been done.
    long to = now + terms.timeout() * 2;
    history.changed(new Change(number, revocation, provider, scope, now, to, false));
    node.command(
        String.join(
            " ",
            revocation ? "REVOKE" : "SCOPE",
            Integer.toString(number),
            Integer.toString(provider),
            Integer.toString(scope),
            ids.get(provider).value()));
  }

  /** Kills a node that runs, and starts it again. */
  void killAny() {
    kill(anyRunning());
  }

  /** Kills a node whose exchange is under way, and starts it again. */
  void killExchanging() {
    try (HeldExchange held = holdNext()) {
      kill(held.node());
    }
  }

  private void kill(int number) {
    history.killed(number, nodes.get(number).kill());
    nodes.set(number, start(number));
    nodes.get(number).command(ClusterNode.GO);
  }

  /** Stops a node whose exchange is under way, and returns; it goes on after so many seconds. */
  void stopExchanging(int seconds) throws IOException {
    try (HeldExchange held = holdNext()) {
      stop(held.node(), seconds);
    }
  }

  private HeldExchange holdNext() {
    return endpoint.holdNext(number -> nodes.get(number).isReady());
  }

  private void stop(int number, int seconds) throws IOException {
    NodeProcess node = nodes.get(number);
    Process stop = node.stop(seconds);
    long from = System.currentTimeMillis();
    watchers.execute(
        () -> {
          stop.onExit().join();
          history.stopped(new Span(number, from, System.currentTimeMillis()));
          node.goesOn();
        });
  }

  /** Shuts the database down for so many seconds. */
  void cutOff(SharedDatabase database, int seconds) throws IOException, InterruptedException {
    for (NodeProcess node : nodes) {
      node.awaitReady(); // none starts without the database
    }
    long from = System.currentTimeMillis();
    database.shutDown();
    pass(seconds * 1_000L);
    database.startAgain();
    history.databaseDown(new Span(-1, from, System.currentTimeMillis()));
  }

  private int anyRunning() {
    while (true) {
      int number = ThreadLocalRandom.current().nextInt(nodes.size());
      if (nodes.get(number).isReady()) {
        return number;
      }
      pass(20);
    }
  }

  /** Lets time pass: what runs here runs by the machine's own clock. */
  static void pass(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Ends the nodes, judges what they did, and prints the figures. */
  Verdict verdict(String title) throws InterruptedException, IOException {
    watchers.shutdown();
    if (!watchers.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new AssertionError("a stopped node did not go on");
    }
    for (NodeProcess node : nodes) {
      node.awaitReady();
    }
    for (NodeProcess node : nodes) {
      node.end();
    }
    history.writeTo(Path.of("target", "cluster", title.replace(' ', '-') + ".txt"));
    Verdict verdict = new Verdict(history, terms);
    System.out.println(Report.of(title, history, verdict));
    return verdict;
  }

  @Override
  public void close() {
    for (NodeProcess node : nodes) {
      node.end();
    }
    watchers.shutdown();
    endpoint.close();
  }
}
