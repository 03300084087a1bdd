package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.report.Row;
import io.calloutauth.example.benchmarks.subject.Setting;
import io.calloutauth.jdbc.JdbcStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the first callouts cost of a node that holds nothing yet.
 *
 * @param statements how many each of them made, at the middle
 * @param nanos how long each of them took, at the middle
 * @param callouts how many there were
 * @param exchanges how many requests came of all of them
 */
record ColdSlots(double statements, double nanos, int callouts, int exchanges) {

  private static final int SLOTS = 50;

  /**
   * Makes them.
   *
   * @param nodesBefore how many other nodes made the same callouts before
   */
  static ColdSlots measured(Database database, int nodesBefore) {
    CountedStatements counted = new CountedStatements();
    try (TokenEndpoint endpoint = new TokenEndpoint()) {
      Setting setting = new Setting(endpoint.uri(), SLOTS, SLOTS, Duration.ofSeconds(15));
      JdbcStore store = database.emptyStore(counted);
      try (Nodes nodes = new Nodes(nodesBefore + 1, () -> store, setting)) {
        List<String> ids = setting.allNotifications();
        for (CalloutAuthenticator before : nodes.callouts().subList(0, nodesBefore)) {
          ids.forEach(id -> before.authenticate(id, "POST", Setting.TARGET));
        }
        return measured(nodes.callouts().get(nodesBefore), ids, counted, endpoint);
      }
    }
  }

  private static ColdSlots measured(
      CalloutAuthenticator node,
      List<String> ids,
      CountedStatements counted,
      TokenEndpoint endpoint) {
    List<Long> nanos = new ArrayList<>();
    List<Integer> statements = new ArrayList<>();
    // The first of all reads where the feed of changes stands.
    node.authenticate(ids.get(0), "POST", Setting.TARGET);
    int exchanges = endpoint.requests();
    for (String id : ids.subList(1, ids.size())) {
      int before = counted.count();
      long start = System.nanoTime();
      node.authenticate(id, "POST", Setting.TARGET);
      nanos.add(System.nanoTime() - start);
      statements.add(counted.count() - before);
    }
    return new ColdSlots(
        Figures.median(statements),
        Figures.median(nanos),
        nanos.size(),
        endpoint.requests() - exchanges);
  }

  Row row(String what) {
    return Row.of(
        what,
        Figures.count(callouts),
        Figures.count(Math.round(statements)) + " each",
        Figures.time(nanos) + " each",
        Figures.count(exchanges),
        "");
  }
}
