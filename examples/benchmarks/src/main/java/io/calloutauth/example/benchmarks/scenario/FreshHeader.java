package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.Run;
import io.calloutauth.example.benchmarks.Scenario;
import io.calloutauth.example.benchmarks.report.Bars;
import io.calloutauth.example.benchmarks.report.Budget;
import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.report.Row;
import io.calloutauth.example.benchmarks.report.Section;
import io.calloutauth.example.benchmarks.report.Verdict;
import io.calloutauth.example.benchmarks.subject.Subjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/** How long the header of a callout takes while the token is fresh, and what it allocates. */
public final class FreshHeader implements Scenario {

  private static final double MOST_OVER_FLOOR = 2.0;
  private static final double LEAST_UNDER_SPRING = 3.0;
  private static final double MOST_WITH_HISTORY = 1.05;
  private static final double LEAST_BYTES = 0.05;
  private static final Duration APART = Duration.ofMillis(2);

  private static final List<Subjects> SUBJECTS =
      Stream.concat(
              Stream.of(
                  Subjects.FLOOR,
                  Subjects.CALLOUT_AUTH,
                  Subjects.CALLOUT_AUTH_ANYWHERE,
                  Subjects.CALLOUT_AUTH_WITHOUT_HISTORY),
              Subjects.libraries().stream().filter(who -> who != Subjects.CALLOUT_AUTH))
          .toList();

  @Override
  public Section run(Run run) throws RunnerException {
    List<HeaderLoad> loads = run.pick(List.of(HeaderLoad.USUAL), HeaderLoad.all());
    Map<Subjects, List<HeaderCost>> costs = new EnumMap<>(Subjects.class);
    for (HeaderLoad load : loads) {
      load.measured(SUBJECTS, run)
          .forEach((who, cost) -> costs.computeIfAbsent(who, w -> new ArrayList<>()).add(cost));
    }
    double seldom = SeldomCallouts.bytes(Subjects.CALLOUT_AUTH, run.pick(250, 2_500), APART);
    Map<Subjects, HeaderCost> usual = new EnumMap<>(Subjects.class);
    costs.forEach((who, all) -> usual.put(who, all.get(loads.indexOf(HeaderLoad.USUAL))));
    List<Budget> budgets = new ArrayList<>(times(usual));
    budgets.addAll(bytes(costs, seldom));
    budgets.add(
        history(
            of(usual, Subjects.CALLOUT_AUTH), of(usual, Subjects.CALLOUT_AUTH_WITHOUT_HISTORY)));
    return new Section(
        "Header for a callout, token fresh",
        "Notifications on up to 100 providers, in random order, each with an id that is equal to"
            + " the one known and another object. By JMH: the middle of all iterations, the"
            + " fastest and the slowest of them, and the bytes allocated; the load that is judged"
            + " in three JVMs in turns. The floor is one map look-up, one volatile read and one"
            + " clock read. Callout Auth looks where the callout goes, as no other does: whether"
            + " it is https, and one of the origins that the provider lists.",
        Stream.concat(Stream.of(""), loads.stream().map(HeaderLoad::title)).toList(),
        costs.entrySet().stream().map(FreshHeader::row).toList(),
        budgets,
        List.of(bars(usual)));
  }

  private static Row row(Map.Entry<Subjects, List<HeaderCost>> subject) {
    return new Row(
        Stream.concat(
                Stream.of(subject.getKey().title()),
                subject.getValue().stream().map(HeaderCost::text))
            .toList());
  }

  private static List<Budget> times(Map<Subjects, HeaderCost> usual) {
    double own = nanos(usual, Subjects.CALLOUT_AUTH);
    double anywhere = nanos(usual, Subjects.CALLOUT_AUTH_ANYWHERE);
    double floor = nanos(usual, Subjects.FLOOR);
    double spring = nanos(usual, Subjects.SPRING);
    return List.of(
        new Budget(
            "header, token fresh, 1,000 notifications, https and origin checked",
            "≤ 2 × the floor",
            Figures.times(own / floor) + " (" + Figures.time(own) + ")",
            own <= MOST_OVER_FLOOR * floor),
        new Budget(
            "the same beside Spring Security, for any https target (Spring checks none)",
            "3 × as fast",
            "%s (%s with an origin to check)"
                .formatted(Figures.times(spring / anywhere), Figures.times(spring / own)),
            spring >= LEAST_UNDER_SPRING * anywhere));
  }

  private static List<Budget> bytes(Map<Subjects, List<HeaderCost>> costs, double seldom) {
    double most =
        Stream.of(Subjects.CALLOUT_AUTH, Subjects.CALLOUT_AUTH_ANYWHERE)
            .flatMap(who -> costs.getOrDefault(who, List.of()).stream())
            .mapToDouble(HeaderCost::typicalBytes)
            .max()
            .orElseThrow();
    return List.of(
        new Budget(
            "bytes allocated for it, under every load",
            "0",
            Figures.bytes(most),
            most < LEAST_BYTES),
        new Budget(
            "bytes allocated for it, one callout in 2 ms",
            "0",
            Figures.bytes(seldom),
            seldom < LEAST_BYTES));
  }

  /**
   * Judges what history costs. Where the middles differ by more than is allowed and the iterations
   * of both overlap all the same, nobody can tell.
   */
  static Budget history(HeaderCost with, HeaderCost without) {
    double times = with.typicalNanos() / without.typicalNanos();
    boolean allocates = with.typicalBytes() >= LEAST_BYTES;
    boolean slower = times > MOST_WITH_HISTORY;
    Verdict verdict = allocates || slower ? Verdict.MISSED : Verdict.MET;
    return new Budget(
        "history: header, token fresh, with it and without",
        "≤ 1.05 ×, 0 B",
        "%s (%s and %s), %s"
            .formatted(
                Figures.times(times),
                Figures.time(with.typicalNanos()),
                Figures.time(without.typicalNanos()),
                Figures.bytes(with.typicalBytes())),
        slower && !allocates && with.overlaps(without) ? Verdict.TOO_NOISY : verdict);
  }

  private static double nanos(Map<Subjects, HeaderCost> costs, Subjects who) {
    return of(costs, who).typicalNanos();
  }

  private static HeaderCost of(Map<Subjects, HeaderCost> costs, Subjects who) {
    return Objects.requireNonNull(costs.get(who), who.title());
  }

  private static Bars bars(Map<Subjects, HeaderCost> usual) {
    return new Bars(
        "Header for a callout, token fresh, 1,000 notifications (ns)",
        usual.entrySet().stream()
            .filter(subject -> subject.getKey() != Subjects.CALLOUT_AUTH_WITHOUT_HISTORY)
            .map(
                subject -> {
                  double nanos = subject.getValue().typicalNanos();
                  return new Bars.Bar(subject.getKey().title(), nanos, Figures.number(nanos));
                })
            .toList());
  }
}
