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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** How much heap one provider with a token keeps. */
public final class MemoryPerProvider implements Scenario {

  private static final int OPAQUE = 40;
  private static final int JWT = 900;
  private static final long MOST = 2_048;
  private static final long MEMORY_FOR_A_MILLION = 12L << 30;

  /**
   * What one provider keeps.
   *
   * @param providers how many there are
   * @param opaque the bytes with a short token
   * @param jwt the bytes with a long token
   */
  record Size(int providers, long opaque, long jwt) {

    Row row() {
      return Row.of(Figures.count(providers), Figures.count(opaque), Figures.count(jwt));
    }
  }

  @Override
  public Section run(Run run) throws IOException, InterruptedException {
    List<Size> sizes = new ArrayList<>();
    for (int providers : counts(run)) {
      sizes.add(new Size(providers, bytes(run, providers, OPAQUE), bytes(run, providers, JWT)));
    }
    return new Section(
        "Memory",
        "Heap that cannot be collected, for each provider with a secret, one origin, one"
            + " notification and a token held; the store's own memory is not counted. Nor is what"
            + " the library keeps once, however many providers there are: 2,000 others were held"
            + " before, and it is the difference to them. One provider is the middle of 25 that"
            + " were added one after another.",
        List.of("providers", "bytes, token of 40 characters", "bytes, token of 900 characters"),
        sizes.stream().map(Size::row).toList(),
        List.of(budget(sizes)),
        List.of());
  }

  /** Judges by the number of providers that costs each of them most. */
  static Budget budget(List<Size> sizes) {
    Size worst = Collections.max(sizes, Comparator.comparingLong(Size::opaque));
    return new Budget(
        "one provider with a token of 40 characters, in memory",
        "≤ 2 KiB, however many there are",
        "%s B when there are %s"
            .formatted(Figures.count(worst.opaque()), Figures.count(worst.providers())),
        worst.opaque() <= MOST);
  }

  private static List<Integer> counts(Run run) {
    int most = Machine.memory() >= MEMORY_FOR_A_MILLION ? 1_000_000 : 100_000;
    return run.pick(List.of(1, 10_000), List.of(1, 10_000, most));
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
