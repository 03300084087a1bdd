package io.calloutauth.cluster;

import io.calloutauth.ClusterNode;
import io.calloutauth.cluster.History.Change;
import io.calloutauth.cluster.History.Span;
import io.calloutauth.provider.ProviderId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private final Terms terms;
  private final Size size;
  private final TokenEndpoint endpoint;
  private final ClusterProviders providers;
  private final List<String> arguments;
  private final int[] scopes;
  private int changes;

  /** Makes the providers, and starts the nodes. */
  Cluster(ClusterProviders providers, Terms terms, Size size)
      throws IOException, InterruptedException {
    this.terms = terms;
    this.size = size;
    this.endpoint = new TokenEndpoint(history, terms, providers.grant());
    this.providers = providers;
    this.scopes = new int[size.providers()];
    this.arguments = List.of(providers.url(), providers.user());
    for (int i = 0; i < size.nodes(); i++) {
      nodes.add(start(i));
    }
    ids.addAll(providers.make(size.providers(), endpoint));
    for (NodeProcess node : nodes) {
      node.awaitReady();
      node.command(ClusterNode.GO);
    }
  }

  History history() {
    return history;
  }

  /** Returns the providers' ids in the order of their numbers. */
  List<ProviderId> ids() {
    return List.copyOf(ids);
  }

  private NodeProcess start(int number) {
    List<String> all = new ArrayList<>(arguments);
    all.add(OFF.get(number).toString());
    all.add(Long.toString(terms.timeout() / 1_000));
    all.add(Integer.toString(size.providers()));
    all.add(Integer.toString(size.threads()));
    all.add(Long.toString(size.restMillis()));
    return NodeProcess.start(number, history, all, providers.keys());
  }

  /** Revokes the token of a provider, or edits its scope, on a node that runs. */
  void changeAny() {
    change(ThreadLocalRandom.current().nextBoolean());
  }

  /** Edits the scope of a provider on a node that runs. */
  void editAny() {
    change(false);
  }

  private void change(boolean revocation) {
    int provider = ThreadLocalRandom.current().nextInt(size.providers());
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
    end(title);
    Verdict verdict = new Verdict(history, terms);
    System.out.println(Report.of(title, history, verdict));
    return verdict;
  }

  /** Has the nodes make no more callouts, and lets them end those under way. */
  void rest() throws InterruptedException {
    awaitAll();
    nodes.forEach(node -> node.command(ClusterNode.REST));
    pass(Terms.LONGEST_WAIT + Terms.RESUMED);
  }

  /** Ends the nodes, and writes down what happened. */
  void end(String title) throws InterruptedException, IOException {
    awaitAll();
    nodes.forEach(NodeProcess::end);
    history.writeTo(Path.of("target", "cluster", title.replace(' ', '-') + ".txt"));
  }

  private void awaitAll() throws InterruptedException {
    watchers.shutdown();
    if (!watchers.awaitTermination(2, TimeUnit.MINUTES)) {
      throw new AssertionError("a stopped node did not go on");
    }
    for (NodeProcess node : nodes) {
      node.awaitReady();
    }
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
