package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.Run;
import io.calloutauth.example.benchmarks.Scenario;
import io.calloutauth.example.benchmarks.report.Budget;
import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.report.Row;
import io.calloutauth.example.benchmarks.report.Section;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What the store in a database costs, and how seldom nodes that share it ask twice. */
public final class SharedDatabase implements Scenario {

  private static final double MOST = 0.01;

  @Override
  public Section run(Run run) throws IOException, InterruptedException {
    Cluster.Size size =
        run.pick(
            new Cluster.Size(8, 40, Duration.ofSeconds(8), Duration.ofSeconds(15)),
            new Cluster.Size(8, 200, Duration.ofSeconds(20), Duration.ofMinutes(2)));
    try (Database database = new Database()) {
      ColdSlots cold = ColdSlots.measured(database, 0);
      ColdSlots known = ColdSlots.measured(database, 1);
      FreshSlots fresh =
          FreshSlots.measured(database, run.pick(Duration.ofSeconds(6), Duration.ofSeconds(12)));
      database.store().purge(Nodes.TENANT);
      Cluster.Seen seen = Cluster.run(size, database::store);
      return new Section(
          "One database",
          setting(size),
          List.of("", "callouts", "statements", "time", "exchanges", "duplicates"),
          List.of(
              cold.row("first callout of a slot, with the exchange"),
              known.row("first callout of a slot, another node has the token"),
              fresh.row(),
              row(size, seen)),
          List.of(fresh.budget(), budget(size, seen)),
          List.of());
    }
  }

  private static String setting(Cluster.Size size) {
    return ("store-jdbc on PostgreSQL with durable writes; the token endpoint answers at once but for"
            + " the last line. There %d nodes use %d providers with tokens of %d s, and the endpoint"
            + " takes 50 to 250 ms: a duplicate is a token for a provider that had got one less than"
            + " 60 %% of its usable time before.")
        .formatted(size.nodes(), size.providers(), size.lifetime().toSeconds());
  }

  private static Row row(Cluster.Size size, Cluster.Seen seen) {
    return Row.of(
        size.nodes() + " nodes",
        "%s, %s failed".formatted(Figures.count(seen.callouts()), Figures.count(seen.failed())),
        "",
        size.length().toSeconds() + " s",
        Figures.count(seen.exchanges()),
        Figures.count(seen.duplicates()));
  }

  private static Budget budget(Cluster.Size size, Cluster.Seen seen) {
    return new Budget(
        size.nodes() + " nodes on one database, duplicate exchanges",
        "≤ 1 %, no callout failed",
        "%s (%s of %s), %s failed"
            .formatted(
                Figures.percent(seen.share()),
                Figures.count(seen.duplicates()),
                Figures.count(seen.exchanges()),
                Figures.count(seen.failed())),
        seen.isWithin(MOST, size.providers()));
  }
}
