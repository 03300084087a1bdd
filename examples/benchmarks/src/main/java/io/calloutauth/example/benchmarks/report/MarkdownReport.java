package io.calloutauth.example.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes what a run found as Markdown: the budgets first, then a table for each scenario. */
public final class MarkdownReport {

  private static final List<String> BUDGET_COLUMNS = List.of("budget", "allowed", "measured", "");

  private final List<Section> sections;
  private final String setting;

  /**
   * Makes a report.
   *
   * @param setting what the run ran on, and with which versions
   */
  public MarkdownReport(List<Section> sections, String setting) {
    this.sections = List.copyOf(sections);
    this.setting = setting;
  }

  /** Returns the whole report. */
  public String text() {
    return summary() + sections.stream().map(MarkdownReport::section).collect(Collectors.joining());
  }

  /** Returns what the run ran on, and the budgets. */
  public String summary() {
    return setting + "\n\n" + budgets();
  }

  private String budgets() {
    List<Row> rows =
        sections.stream()
            .flatMap(section -> section.budgets().stream())
            .map(b -> Row.of(b.path(), b.limit(), b.measured(), b.verdict().word()))
            .toList();
    return table(BUDGET_COLUMNS, rows);
  }

  private static String section(Section section) {
    return "\n### "
        + section.title()
        + "\n\n"
        + section.setting()
        + "\n\n"
        + table(section.columns(), section.rows());
  }

  private static String table(List<String> columns, List<Row> rows) {
    String rule =
        IntStream.range(0, columns.size()).mapToObj(i -> "---").collect(Collectors.joining("|"));
    return line(columns)
        + "|"
        + rule
        + "|\n"
        + rows.stream().map(row -> line(row.cells())).collect(Collectors.joining());
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
