package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.FreshJvm;
import io.calloutauth.example.benchmarks.Run;
import io.calloutauth.example.benchmarks.Scenario;
import io.calloutauth.example.benchmarks.report.Budget;
import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.report.Machine;
import io.calloutauth.example.benchmarks.report.Row;
import io.calloutauth.example.benchmarks.report.Section;
import io.calloutauth.example.benchmarks.subject.Subjects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How much heap one provider with a token keeps. */
public final class MemoryPerProvider implements Scenario {

  private static final int OPAQUE = 40;
  private static final int JWT = 900;
  private static final int BUDGETED = 10_000;
  private static final long MOST = 2_048;
  private static final long MEMORY_FOR_A_MILLION = 12L << 30;

  @Override
  public Section run(Run run) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    long budgeted = 0;
    for (int providers : sizes(run)) {
      long opaque = bytes(run, providers, OPAQUE);
      rows.add(
          Row.of(
              Figures.count(providers),
              Figures.count(opaque),
              Figures.count(bytes(run, providers, JWT))));
      budgeted = providers == BUDGETED ? opaque : budgeted;
    }
    return new Section(
        "Memory",
        "Heap that cannot be collected, for each provider with one notification and a token held;"
            + " the store's own memory is not counted.",
        List.of("providers", "bytes, token of 40 characters", "bytes, token of 900 characters"),
        rows,
        List.of(
            new Budget(
                "one provider with a token, in memory",
                "≤ 2 KiB",
                Figures.count(budgeted) + " B",
                budgeted <= MOST)),
        List.of());
  }

  private static List<Integer> sizes(Run run) {
    int most = Machine.memory() >= MEMORY_FOR_A_MILLION ? 1_000_000 : 100_000;
    return run.pick(List.of(1, BUDGETED), List.of(1, BUDGETED, most));
  }

  private static long bytes(Run run, int providers, int tokenLength)
      throws IOException, InterruptedException {
    List<Path> classPath = new ArrayList<>(List.of(run.libraries().ownClasses()));
    classPath.addAll(run.libraries().closure(Subjects.CALLOUT_AUTH.artifacts()));
    List<String> options =
        List.of("-Xmx" + (providers > 100_000 ? "6g" : "1g"), "-XX:+UseSerialGC");
    return Long.parseLong(
        new FreshJvm(options, classPath).run(MemoryProbe.class, providers, tokenLength));
  }
}
