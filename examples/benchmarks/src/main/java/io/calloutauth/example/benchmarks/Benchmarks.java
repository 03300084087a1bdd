package io.calloutauth.example.benchmarks;

import io.calloutauth.example.benchmarks.report.Bars;
import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.report.Machine;
import io.calloutauth.example.benchmarks.report.MarkdownReport;
import io.calloutauth.example.benchmarks.report.MarkedText;
import io.calloutauth.example.benchmarks.report.Section;
import io.calloutauth.example.benchmarks.report.SvgChart;
import io.calloutauth.example.benchmarks.scenario.AssertionCost;
import io.calloutauth.example.benchmarks.scenario.FreshHeader;
import io.calloutauth.example.benchmarks.scenario.MemoryPerProvider;
import io.calloutauth.example.benchmarks.scenario.RefreshSpread;
import io.calloutauth.example.benchmarks.scenario.RenewalUnderLoad;
import io.calloutauth.example.benchmarks.scenario.SharedDatabase;
import io.calloutauth.example.benchmarks.scenario.Stampede;
import io.calloutauth.example.benchmarks.scenario.StartUp;
import io.calloutauth.example.benchmarks.scenario.TokenRequestCost;
import io.calloutauth.example.benchmarks.scenario.WholeCallout;
import io.calloutauth.example.benchmarks.subject.Subjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs all scenarios, prints what they found, and writes it down. */
public final class Benchmarks {

  private final Path module;
  private final Run run;

  private Benchmarks(Path module, Run run) {
    this.module = module;
    this.run = run;
  }

  /**
   * Runs them.
   *
   * @param arguments {@code short} or {@code full}; {@code all} or the names of some, separated by
   *     commas; {@code true} to write the READMEs as well; and the module's folder
   */
  public static void main(String[] arguments) throws Exception {
    Request request = Request.of(arguments, scenarios().keySet());
    Path module = request.module();
    Libraries libraries = Libraries.read(module.resolve("target/dependencies.dot"));
    Benchmarks benchmarks = new Benchmarks(module, new Run(request.scale(), libraries));
    List<Section> sections = benchmarks.sections(request.names());
    System.out.println(benchmarks.report(sections));
    if (request.readme()) {
      benchmarks.publish(sections);
    }
    System.exit(0); // some peers leave threads behind
  }

  private static Map<String, Scenario> scenarios() {
    Map<String, Scenario> all = new LinkedHashMap<>();
    all.put("header", new FreshHeader());
    all.put("stampede", new Stampede());
    all.put("renewal", new RenewalUnderLoad());
    all.put("callout", new WholeCallout());
    all.put("assertion", new AssertionCost());
    all.put("request", new TokenRequestCost());
    all.put("memory", new MemoryPerProvider());
    all.put("spread", new RefreshSpread());
    all.put("database", new SharedDatabase());
    all.put("start", new StartUp());
    return all;
  }

  private List<Section> sections(Set<String> names) throws Exception {
    List<Section> sections = new ArrayList<>();
    for (Map.Entry<String, Scenario> scenario : scenarios().entrySet()) {
      if (names.contains(scenario.getKey())) {
        long start = System.nanoTime();
        sections.add(scenario.getValue().run(run));
        write(sections); // after each: what a later one breaks is not lost
        System.err.println(scenario.getKey() + ": " + Figures.time(System.nanoTime() - start));
      }
    }
    return sections;
  }

  private void write(List<Section> sections) throws IOException {
    Path target = module.resolve("target/benchmarks");
    Files.createDirectories(target);
    Files.writeString(target.resolve("performance.md"), report(sections));
    Files.writeString(target.resolve("performance.svg"), chart(sections));
  }

  private void publish(List<Section> sections) throws IOException {
    Files.writeString(module.resolve("performance.svg"), chart(sections));
    String image = "![The library beside its peers](performance.svg)\n\n";
    MarkedText.write(module.resolve("README.md"), image + report(sections));
    String summary = new MarkdownReport(sections, setting()).summary();
    MarkedText.write(module.resolve("../../README.md"), summary);
  }

  private String report(List<Section> sections) {
    return new MarkdownReport(sections, setting()).text();
  }

  private static String chart(List<Section> sections) {
    List<Bars> panels = sections.stream().flatMap(section -> section.charts().stream()).toList();
    return new SvgChart(panels, Subjects.CALLOUT_AUTH.title()).text();
  }

  private String setting() {
    String versions =
        Subjects.libraries().stream()
            .map(who -> who.title() + " " + run.libraries().version(who.artifacts().get(0)))
            .collect(Collectors.joining(", "));
    String caution = run.pick("A short run, which only shows that it works: ", "");
    return caution + versions + ", on " + Machine.describe();
  }
}
