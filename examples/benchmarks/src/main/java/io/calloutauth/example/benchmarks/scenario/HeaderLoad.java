package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.Run;
import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.subject.Subjects;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What one measurement of {@link HeaderBenchmark} varies.
 *
 * @param notifications how many take turns
 * @param threads how many callers there are
 */
record HeaderLoad(int notifications, int threads) {

  /** The one that is judged. */
  static final HeaderLoad USUAL = new HeaderLoad(1_000, 1);

  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final String ALLOCATION_RATE = "gc.alloc.rate";
  private static final int JVMS_WHEN_JUDGED = 3;
  private static final int ITERATIONS = 6;

  static List<HeaderLoad> all() {
    return List.of(
        new HeaderLoad(1, 1),
        USUAL,
        new HeaderLoad(100_000, 1),
        new HeaderLoad(1, 2),
        new HeaderLoad(1, 8),
        new HeaderLoad(1_000, 2),
        new HeaderLoad(1_000, 8),
        new HeaderLoad(100_000, 2),
        new HeaderLoad(100_000, 8));
  }

  String title() {
    return Figures.count(notifications)
        + (threads == 1 ? ", 1 thread" : ", " + threads + " threads");
  }

  /** Measures the subjects in turns, each time in JVMs of their own. */
  Map<Subjects, HeaderCost> measured(Collection<Subjects> subjects, Run run)
      throws RunnerException {
    Map<Subjects, HeaderCost> costs = new EnumMap<>(Subjects.class);
    int rounds = run.pick(1, equals(USUAL) ? JVMS_WHEN_JUDGED : 1);
    for (int round = 0; round < rounds; round++) {
      for (RunResult result : new Runner(options(subjects, run)).run()) {
        Subjects who = Subjects.valueOf(result.getParams().getParam("subject"));
        costs.merge(who, cost(result), HeaderCost::plus);
      }
    }
    return costs;
  }

  private Options options(Collection<Subjects> subjects, Run run) {
    return new OptionsBuilder()
        .include(HeaderBenchmark.class.getName() + ".header")
        .param("subject", subjects.stream().map(Enum::name).toArray(String[]::new))
        .param("notifications", Integer.toString(notifications))
        .threads(threads)
        .forks(1)
        .warmupIterations(run.pick(2, 3))
        .warmupTime(TimeValue.milliseconds(run.pick(300, 400)))
        .measurementIterations(ITERATIONS)
        .measurementTime(TimeValue.milliseconds(run.pick(150, 200)))
        .addProfiler(GCProfiler.class)
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true)
        .build();
  }

  private static HeaderCost cost(RunResult result) {
    List<IterationResult> iterations =
        result.getBenchmarkResults().stream()
            .flatMap(jvm -> jvm.getIterationResults().stream())
            .toList();
    return new HeaderCost(
        iterations.stream().map(each -> each.getPrimaryResult().getScore()).toList(),
        iterations.stream().map(HeaderLoad::allocated).toList());
  }

  /** The profiler gives bytes a call only where any were allocated, and bytes a second always. */
  private static double allocated(IterationResult iteration) {
    var profiled = iteration.getSecondaryResults();
    boolean none = Objects.requireNonNull(profiled.get(ALLOCATION_RATE)).getScore() == 0;
    return none ? 0 : Objects.requireNonNull(profiled.get(ALLOCATED)).getScore();
  }
}
