package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.Run;
import io.calloutauth.example.benchmarks.Scenario;
import io.calloutauth.example.benchmarks.report.Budget;
import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.report.Row;
import io.calloutauth.example.benchmarks.report.Section;
import io.calloutauth.example.benchmarks.simulation.Engine;
import io.calloutauth.example.benchmarks.simulation.InstantClient;
import io.calloutauth.example.benchmarks.simulation.SimulatedTime;
import io.calloutauth.example.benchmarks.subject.Setting;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How evenly the renewals of many tokens spread that were all obtained in one minute: on a
 * simulated clock, with every provider in use all the time.
 */
public final class RefreshSpread implements Scenario {

  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Duration USABLE = LIFETIME.minusSeconds(30);
  private static final int MINUTE = 60;
  private static final double MOST = 3.0;
  private static final int TOKEN_LENGTH = 40;

  /**
   * What was seen.
   *
   * @param providers how many there were
   * @param exchanges how many renewals there were
   * @param busiest how many of them in the busiest second
   * @param window how many seconds an even spread would take
   */
  record Seen(int providers, int exchanges, int busiest, double window) {

    double overEven() {
      return busiest / (providers / window);
    }

    /** Tells whether each token was renewed, and once, and never too many at the same time. */
    boolean isWithin(double mostOverEven) {
      return exchanges == providers && overEven() <= mostOverEven;
    }
  }

  @Override
  public Section run(Run run) {
    Seen seen = renewals(run.pick(10_000, 100_000));
    return new Section(
        "Refresh spread",
        "Tokens of an hour, obtained within one minute and in use all the time, on a simulated clock;"
            + " the window is 70 to 85 % of the usable time.",
        List.of("providers", "renewals", "window", "busiest second", "share of all", "over even"),
        List.of(
            Row.of(
                Figures.count(seen.providers()),
                Figures.count(seen.exchanges()),
                Math.round(seen.window()) + " s",
                Figures.count(seen.busiest()),
                Figures.percent(seen.busiest() / (double) seen.exchanges()),
                Figures.times(seen.overEven()))),
        List.of(
            new Budget(
                "busiest second when "
                    + Figures.count(seen.providers())
                    + " tokens are renewed, against an even spread",
                "each renewed once, ≤ 3 ×",
                "%s renewals, %s"
                    .formatted(Figures.count(seen.exchanges()), Figures.times(seen.overEven())),
                seen.isWithin(MOST))),
        List.of());
  }

  /** Obtains tokens in one minute and counts their renewals, second by second. */
  static Seen renewals(int providers) {
    SimulatedTime time = new SimulatedTime();
    InstantClient client = new InstantClient(LIFETIME, TOKEN_LENGTH);
    try (Engine engine = new Engine(client, time.world(), 2 * providers)) {
      obtainInAMinute(engine, time, providers);
      long first = Math.round(USABLE.toSeconds() * 0.70) - MINUTE;
      long last = Math.round(USABLE.toSeconds() * 0.85) + 1;
      time.pass(Duration.ofSeconds(first));
      int busiest = 0;
      int before = client.tokens();
      for (long second = first; second <= last; second++) {
        time.pass(Duration.ofSeconds(1));
        int count = client.tokens();
        useAll(engine, providers);
        busiest = Math.max(busiest, client.tokens() - count);
      }
      double window = USABLE.toSeconds() * 0.15;
      return new Seen(providers, client.tokens() - before, busiest, window);
    }
  }

  private static void obtainInAMinute(Engine engine, SimulatedTime time, int providers) {
    List<String> ids = IntStream.range(0, providers).mapToObj(Setting::notification).toList();
    int perSecond = (providers + MINUTE - 1) / MINUTE;
    for (int first = 0; first < providers; first += perSecond) {
      engine.obtain(ids.subList(first, Math.min(providers, first + perSecond)));
      time.pass(Duration.ofSeconds(1));
    }
    engine.settle();
  }

  private static void useAll(Engine engine, int providers) {
    for (int i = 0; i < providers; i++) {
      engine.use(Setting.notification(i));
    }
    engine.settle();
  }
}
