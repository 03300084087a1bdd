package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.example.benchmarks.Run;
import io.calloutauth.example.benchmarks.Scenario;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import io.calloutauth.example.benchmarks.report.Budget;
import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.report.Row;
import io.calloutauth.example.benchmarks.report.Section;
import io.calloutauth.example.benchmarks.subject.Setting;
import io.calloutauth.jdbc.JdbcStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the store in a database costs, and how seldom nodes that share it ask twice. */
public final class SharedDatabase implements Scenario {

  private static final double MOST = 0.01;
  private static final int COLD_SLOTS = 50;

  /**
   * What a first callout costs.
   *
   * @param statements how many statements, at the middle
   * @param nanos how long it took, at the middle
   */
  record Cold(long statements, double nanos) {}

  @Override
  public Section run(Run run) throws IOException, InterruptedException {
    Cluster.Size size =
        run.pick(
            new Cluster.Size(8, 40, Duration.ofSeconds(8), Duration.ofSeconds(15)),
            new Cluster.Size(8, 200, Duration.ofSeconds(20), Duration.ofMinutes(2)));
    try (Database database = new Database()) {
      Cold cold = cold(database, 0);
      Cold known = cold(database, 1);
      database.store().purge(Nodes.TENANT);
      Cluster.Seen seen = Cluster.run(size, database::store);
      return section(size, List.of(cold, known), seen);
    }
  }

  /**
   * Makes first callouts on a node that holds nothing yet.
   *
   * @param nodesBefore how many other nodes made the same callouts before
   */
  static Cold cold(Database database, int nodesBefore) {
    CountedStatements counted = new CountedStatements();
    try (TokenEndpoint endpoint = new TokenEndpoint()) {
      Setting setting = new Setting(endpoint.uri(), COLD_SLOTS, COLD_SLOTS, Duration.ofSeconds(15));
      JdbcStore store = JdbcStore.create(counted.over(database.pool()));
      store.createSchema();
      store.purge(Nodes.TENANT);
      try (Nodes nodes = new Nodes(nodesBefore + 1, () -> store, setting)) {
        List<CalloutAuthenticator> callouts = nodes.callouts();
        for (int i = 0; i < nodesBefore; i++) {
          first(callouts.get(i), setting, 0);
        }
        return measured(callouts.get(nodesBefore), setting, counted);
      }
    }
  }

  private static Cold measured(
      CalloutAuthenticator node, Setting setting, CountedStatements counted) {
    List<Long> nanos = new ArrayList<>();
    List<Integer> statements = new ArrayList<>();
    first(node, setting, 1); // the first of all reads where the feed of changes stands
    for (int i = 1; i < COLD_SLOTS; i++) {
      int before = counted.count();
      long start = System.nanoTime();
      node.authenticate(Setting.notification(i), "POST", Setting.TARGET);
      nanos.add(System.nanoTime() - start);
      statements.add(counted.count() - before);
    }
    return new Cold(Math.round(Figures.median(statements)), Figures.median(nanos));
  }

  /** Makes the callouts of all notifications, or of so many. */
  private static void first(CalloutAuthenticator node, Setting setting, int most) {
    List<String> ids = setting.allNotifications();
    for (String id : most == 0 ? ids : ids.subList(0, most)) {
      node.authenticate(id, "POST", Setting.TARGET);
    }
  }

  private static Section section(Cluster.Size size, List<Cold> colds, Cluster.Seen seen) {
    return new Section(
        "One database",
        "store-jdbc on PostgreSQL with durable writes; the token endpoint answers at once for the"
            + " first two lines. %d nodes, %d providers, tokens of %d s, %d s: a duplicate is a token for a provider that had got one less than 60 %% of its usable time before."
                .formatted(
                    size.nodes(),
                    size.providers(),
                    size.lifetime().toSeconds(),
                    size.length().toSeconds()),
        List.of("", "statements", "time", "exchanges", "duplicates"),
        List.of(
            row("first callout of a slot, with the exchange", colds.get(0), "1"),
            row("first callout of a slot, another node has the token", colds.get(1), "0"),
            Row.of(
                size.nodes() + " nodes",
                "",
                size.length().toSeconds() + " s",
                Figures.count(seen.exchanges()),
                Figures.count(seen.duplicates()))),
        List.of(
            new Budget(
                size.nodes() + " nodes on one database, duplicate exchanges",
                "≤ 1 %",
                Figures.percent(seen.share())
                    + " ("
                    + seen.duplicates()
                    + " of "
                    + Figures.count(seen.exchanges())
                    + ")",
                seen.share() <= MOST)),
        List.of());
  }

  private static Row row(String what, Cold cold, String exchanges) {
    return Row.of(
        what, Figures.count(cold.statements()), Figures.time(cold.nanos()), exchanges, "");
  }
}
