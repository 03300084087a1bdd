package io.calloutauth.example.benchmarks.report;

import java.util.List;

/**
 * One line of a table.
 *
 * @param cells its text, one for each column
 */
public record Row(List<String> cells) {

  /** Returns a line with these cells. */
  public static Row of(String... cells) {
    return new Row(List.of(cells));
  }
}
