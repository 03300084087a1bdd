package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.Run;
import io.calloutauth.example.benchmarks.Scenario;
import io.calloutauth.example.benchmarks.report.Bars;
import io.calloutauth.example.benchmarks.report.Budget;
import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.report.Row;
import io.calloutauth.example.benchmarks.report.Section;
import io.calloutauth.example.benchmarks.subject.Subjects;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** How long the header of a callout takes while the token is fresh, and what it allocates. */
public final class FreshHeader implements Scenario {

  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final double MOST_OVER_FLOOR = 2.0;
  private static final double LEAST_UNDER_SPRING = 3.0;
  private static final double LEAST_BYTES = 0.5;

  /**
   * What one measurement varies.
   *
   * @param notifications how many take turns
   * @param threads how many callers there are
   */
  private record Load(int notifications, int threads) {

    String title() {
      return Figures.count(notifications)
          + (threads == 1 ? ", 1 thread" : ", " + threads + " threads");
    }
  }

  /**
   * What was measured of one subject under one load.
   *
   * @param nanos how long one call takes
   * @param bytes what it allocates
   */
  private record Cost(double nanos, double bytes) {

    String text() {
      return Figures.number(nanos) + " ns, " + Math.round(bytes) + " B";
    }
  }

  private static final Load USUAL = new Load(1_000, 1);

  @Override
  public Section run(Run run) throws RunnerException {
    List<Load> loads = run.pick(List.of(USUAL), allLoads());
    Map<Subjects, List<Cost>> costs = new EnumMap<>(Subjects.class);
    for (Load load : loads) {
      measured(load, run)
          .forEach((who, cost) -> costs.computeIfAbsent(who, w -> new ArrayList<>()).add(cost));
    }
    int usual = loads.indexOf(USUAL);
    return new Section(
        "Header for a callout, token fresh",
        "Notifications on up to 100 providers, in random order; average time (the best of ten quarters of a second) and bytes allocated, by"
            + " JMH. The floor is one map look-up, one volatile read and one clock read.",
        Stream.concat(Stream.of(""), loads.stream().map(Load::title)).toList(),
        costs.entrySet().stream().map(FreshHeader::row).toList(),
        budgets(usual, costs),
        List.of(bars(usual, costs)));
  }

  private static List<Load> allLoads() {
    return List.of(
        new Load(1, 1),
        USUAL,
        new Load(100_000, 1),
        new Load(1_000, 2),
        new Load(1_000, 8),
        new Load(1, 2),
        new Load(1, 8),
        new Load(100_000, 2),
        new Load(100_000, 8));
  }

  private static Map<Subjects, Cost> measured(Load load, Run run) throws RunnerException {
    Map<Subjects, Cost> costs = new EnumMap<>(Subjects.class);
    for (RunResult result : new Runner(options(load, run)).run()) {
      Subjects who = Subjects.valueOf(result.getParams().getParam("subject"));
      double nanos = result.getPrimaryResult().getStatistics().getMin();
      double bytes = allocated(result);
      costs.put(who, new Cost(nanos, bytes));
    }
    return costs;
  }

  private static double allocated(RunResult result) {
    return Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED)).getScore();
  }

  private static Options options(Load load, Run run) {
    String[] subjects =
        Stream.concat(Stream.of(Subjects.FLOOR), Subjects.libraries().stream())
            .map(Enum::name)
            .toArray(String[]::new);
    return new OptionsBuilder()
        .include(HeaderBenchmark.class.getName() + ".header")
        .param("subject", subjects)
        .param("notifications", Integer.toString(load.notifications()))
        .threads(load.threads())
        .forks(1)
        .warmupIterations(run.pick(2, 3))
        .warmupTime(TimeValue.milliseconds(run.pick(300, 500)))
        .measurementIterations(run.pick(4, 10))
        .measurementTime(TimeValue.milliseconds(run.pick(150, 250)))
        .addProfiler(GCProfiler.class)
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true)
        .build();
  }

  private static Row row(Map.Entry<Subjects, List<Cost>> subject) {
    return new Row(
        Stream.concat(
                Stream.of(subject.getKey().title()), subject.getValue().stream().map(Cost::text))
            .toList());
  }

  private static List<Budget> budgets(int usual, Map<Subjects, List<Cost>> costs) {
    Cost own = cost(costs, Subjects.CALLOUT_AUTH, usual);
    double overFloor = own.nanos() / cost(costs, Subjects.FLOOR, usual).nanos();
    double underSpring = cost(costs, Subjects.SPRING, usual).nanos() / own.nanos();
    double mostBytes =
        costs.getOrDefault(Subjects.CALLOUT_AUTH, List.of()).stream()
            .mapToDouble(Cost::bytes)
            .max()
            .orElseThrow();
    return List.of(
        new Budget(
            "header, token fresh, 1,000 notifications",
            "≤ 2 × the floor",
            Figures.times(overFloor) + " (" + Figures.time(own.nanos()) + ")",
            overFloor <= MOST_OVER_FLOOR),
        new Budget(
            "bytes allocated for it",
            "0",
            Long.toString(Math.round(mostBytes)),
            mostBytes < LEAST_BYTES),
        new Budget(
            "the same beside Spring Security",
            "3 × as fast",
            Figures.times(underSpring),
            underSpring >= LEAST_UNDER_SPRING));
  }

  private static Cost cost(Map<Subjects, List<Cost>> costs, Subjects who, int load) {
    return costs.getOrDefault(who, List.of()).get(load);
  }

  private static Bars bars(int usual, Map<Subjects, List<Cost>> costs) {
    return new Bars(
        "Header for a callout, token fresh, 1,000 notifications (ns)",
        costs.entrySet().stream()
            .map(
                subject -> {
                  double nanos = subject.getValue().get(usual).nanos();
                  return new Bars.Bar(subject.getKey().title(), nanos, Figures.number(nanos));
                })
            .toList());
  }
}
