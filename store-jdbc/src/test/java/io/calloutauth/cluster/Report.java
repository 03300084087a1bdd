package io.calloutauth.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The figures of a run as a small table, for whoever reads the build's output. */
final class Report {

  private Report() {}

  static String of(String title, History history, Verdict verdict) {
    List<String> lines = new ArrayList<>(List.of("", title));
    line(lines, "exchanges", history.issued().size());
    line(lines, "duplicates", verdict.duplicates());
    line(lines, "duplicates of kills, stops and outages", verdict.duplicatesApart());
    line(lines, "callouts", history.callouts().size());
    history.calloutsByNode().forEach((node, count) -> line(lines, "of node " + node, count));
    verdict.failures().forEach((why, count) -> line(lines, "failed: " + why, count));
    line(lines, "revocations", history.done(true));
    line(lines, "edits", history.done(false));
    line(lines, "revocations and edits that failed or were cut off", history.undone());
    line(lines, "slowest of them to be heard, ms", verdict.slowestHearing());
    line(lines, "kills", history.kills().size());
    line(lines, "exchanges that a kill met", verdict.killed());
    line(lines, "stops", history.stops().size());
    line(lines, "exchanges that a stop met", verdict.stopped());
    line(lines, "tokens that came too late for a stopped node", verdict.tooLate());
    line(lines, "slowest recovery, ms", verdict.slowestRecovery());
    line(lines, "outages of the database", history.outages().size());
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  static void line(List<String> lines, String what, long count) {
    lines.add("  %-60s %,10d".formatted(what, count));
  }
}
