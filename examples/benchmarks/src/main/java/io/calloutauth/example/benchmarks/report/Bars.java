package io.calloutauth.example.benchmarks.report;

import java.util.List;

/**
 * One panel of the chart: a bar for each subject, the shorter the better.
 *
 * @param title what is shown, with its unit
 * @param bars from the top to the bottom
 */
public record Bars(String title, List<Bar> bars) {

  /**
   * One bar.
   *
   * @param label whose it is
   * @param value how long it is
   * @param text the value as it is printed
   */
  public record Bar(String label, double value, String text) {}
}
