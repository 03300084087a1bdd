package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.FreshJvm;
import io.calloutauth.example.benchmarks.Libraries;
import io.calloutauth.example.benchmarks.Run;
import io.calloutauth.example.benchmarks.Scenario;
import io.calloutauth.example.benchmarks.loopback.Receiver;
import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import io.calloutauth.example.benchmarks.report.Bars;
import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.report.Row;
import io.calloutauth.example.benchmarks.report.Section;
import io.calloutauth.example.benchmarks.subject.Subjects;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How long the first callout of a fresh JVM takes, and what comes along on the class path. */
public final class StartUp implements Scenario {

  private static final double MILLI = 1e6;
  private static final double MEBI = 1024.0 * 1024.0;

  @Override
  public Section run(Run run) throws IOException, InterruptedException {
    Map<Subjects, Double> times = times(run);
    List<Row> rows = new ArrayList<>();
    List<Bars.Bar> sizes = new ArrayList<>();
    for (Subjects who : Subjects.libraries()) {
      List<Path> jars = run.libraries().closure(who.artifacts());
      long bytes = jars.stream().mapToLong(Libraries::size).sum();
      String time = Figures.time(times.getOrDefault(who, Double.NaN));
      rows.add(Row.of(who.title(), time, Integer.toString(jars.size()), Figures.mebibytes(bytes)));
      sizes.add(new Bars.Bar(who.title(), bytes / MEBI, Figures.mebibytes(bytes)));
    }
    return new Section(
        "Start-up",
        "A fresh JVM each time: from the first line of set-up to the answer to the first"
            + " authenticated callout, both servers on loopback; "
            + run.pick("once", "the middle of " + rounds(run))
            + ". The jars are those of the library and of all that it brings along at run time."
            + " Google's, AWS's and Databricks' cache what a few lines around the JDK's client fetch.",
        List.of("", "first callout", "jars", "size"),
        rows,
        List.of(),
        List.of(
            new Bars("First callout of a fresh JVM (ms)", bars(times)),
            new Bars("Jars with all that they bring along (MiB)", sizes)));
  }

  private static int rounds(Run run) {
    return run.pick(1, 9);
  }

  private static Map<Subjects, Double> times(Run run) throws IOException, InterruptedException {
    Map<Subjects, List<Double>> all = new EnumMap<>(Subjects.class);
    try (TokenEndpoint endpoint = new TokenEndpoint();
        Receiver receiver = new Receiver()) {
      for (int i = 0; i < rounds(run); i++) {
        for (Subjects who : Subjects.libraries()) {
          all.computeIfAbsent(who, w -> new ArrayList<>())
              .add(once(run.libraries(), who, endpoint.uri(), receiver.uri()));
        }
      }
    }
    Map<Subjects, Double> medians = new EnumMap<>(Subjects.class);
    all.forEach((who, times) -> medians.put(who, Figures.median(times)));
    return medians;
  }

  private static double once(Libraries libraries, Subjects who, URI endpoint, URI receiver)
      throws IOException, InterruptedException {
    List<Path> classPath = new ArrayList<>(List.of(libraries.ownClasses()));
    classPath.addAll(libraries.closure(who.artifacts()));
    FreshJvm jvm = new FreshJvm(List.of(), classPath);
    return Double.parseDouble(jvm.run(StartUpProbe.class, who.name(), endpoint, receiver));
  }

  private static List<Bars.Bar> bars(Map<Subjects, Double> times) {
    return times.entrySet().stream()
        .map(
            e -> new Bars.Bar(e.getKey().title(), e.getValue() / MILLI, Figures.time(e.getValue())))
        .toList();
  }
}
