package io.calloutauth.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The figures of a run with refresh tokens as a small table. */
final class RefreshReport {

  private RefreshReport() {}

  static String of(String title, History history, RefreshVerdict verdict, int given) {
    List<String> lines = new ArrayList<>(List.of("", title));
    Report.line(lines, "refresh tokens rotated", verdict.rotations());
    Report.line(lines, "rotations that a kill or a stop may have met", verdict.met());
    Report.line(lines, "authorizations told as in doubt to stay", verdict.doubted());
    Report.line(lines, "of these tried at their end and refused", verdict.ended());
    Report.line(lines, "authorizations given anew", given);
    Report.line(lines, "callouts", history.callouts().size());
    history.calloutsByNode().forEach((node, count) -> Report.line(lines, "of node " + node, count));
    verdict.failures().forEach((why, count) -> Report.line(lines, "failed: " + why, count));
    Report.line(lines, "edits", history.done(false));
    Report.line(lines, "kills", history.kills().size());
    Report.line(lines, "stops beyond the lease", history.stops().size());
    Report.line(lines, "outages of the database", history.outages().size());
    Report.line(lines, "lost or used twice, and nothing explains it", verdict.wrongs().size());
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }
}
