package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import io.calloutauth.example.benchmarks.report.Budget;
import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.report.Row;
import io.calloutauth.example.benchmarks.subject.CalloutAuthSubject;
import io.calloutauth.example.benchmarks.subject.Setting;
import io.calloutauth.jdbc.JdbcStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * What callouts with fresh tokens ask the database. A node asks it now and then what others
 * changed, whether there are callouts or not: so the same node is watched as long without any.
 *
 * @param callouts how many there were
 * @param length how long they went on, and how long there were none before
 * @param idle the statements while there were none
 * @param busy the statements while there were
 */
record FreshSlots(long callouts, Duration length, List<String> idle, List<String> busy) {

  private static final int SLOTS = 50;
  private static final Duration APART = Duration.ofNanos(200_000);

  /** Watches a node. */
  static FreshSlots measured(Database database, Duration length) throws InterruptedException {
    CountedStatements counted = new CountedStatements();
    try (TokenEndpoint endpoint = new TokenEndpoint()) {
      Setting setting = new Setting(endpoint.uri(), SLOTS, SLOTS, Duration.ofSeconds(15));
      JdbcStore store = database.emptyStore(counted);
      try (Nodes nodes = new Nodes(1, () -> store, setting)) {
        List<String> ids = setting.allNotifications();
        CalloutAuthenticator node = nodes.callouts().get(0);
        ids.forEach(id -> node.authenticate(id, "POST", Setting.TARGET));
        CalloutAuthSubject.settle(node, setting);
        int warm = counted.count();
        letPass(length);
        List<String> idle = counted.from(warm);
        SteadyLoad load = SteadyLoad.run(List.of(node), ids, APART, length);
        long served = load.callouts() - load.waited() - load.failed();
        return new FreshSlots(served, length, idle, counted.from(warm + idle.size()));
      }
    }
  }

  private static void letPass(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    for (long left = length.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /**
   * Returns how many statements the callouts caused: of another text, or more than at the edges.
   */
  long caused() {
    Set<String> known = Set.copyOf(idle);
    long others = busy.stream().filter(text -> !known.contains(text)).count();
    return others + Math.max(0, busy.size() - others - idle.size() - known.size());
  }

  Budget budget() {
    return new Budget(
        "store reads of a callout with a fresh token",
        "0 statements",
        "%s in %s callouts (a node makes %d in %d s with them, and %d without any)"
            .formatted(
                Figures.count(caused()),
                Figures.count(callouts),
                busy.size(),
                length.toSeconds(),
                idle.size()),
        callouts > 0 && caused() == 0);
  }

  Row row() {
    return Row.of(
        "callouts with a fresh token",
        Figures.count(callouts),
        Figures.count(caused()),
        length.toSeconds() + " s",
        "",
        "");
  }
}
