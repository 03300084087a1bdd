package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.report.Budget;
import io.calloutauth.example.benchmarks.report.Figures;
import io.calloutauth.example.benchmarks.report.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How much slower one side was than the other, by rounds that were made in pairs, one right after
 * the other: what changes on the machine from one minute to the next meets both of a pair.
 *
 * @param slower by how much in each pair, as a share; sorted
 * @param spread how far the rounds of one side lie apart, as a share; of both sides the wider
 */
record Comparison(List<Double> slower, double spread) {

  private static final double MOST = 0.03;
  private static final double NINETY_FIVE_PERCENT = 1.96;

  /** Compares the callouts in a second of two sides, pair by pair. */
  static Comparison of(List<Double> own, List<Double> other) {
    List<Double> slower = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      slower.add(other.get(i) / own.get(i) - 1);
    }
    Collections.sort(slower);
    return new Comparison(slower, Math.max(spread(own), spread(other)));
  }

  /** Returns the width of the middle half of some values, as a share of their middle. */
  static double spread(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int quarter = sorted.size() / 4;
    double width = sorted.get(sorted.size() - 1 - quarter) - sorted.get(quarter);
    return width / Figures.median(sorted);
  }

  /** Returns the lower end of what the middle is with a certainty of 95 %, by ranks. */
  double low() {
    double rank = (slower.size() - NINETY_FIVE_PERCENT * Math.sqrt(slower.size())) / 2;
    return slower.get(Math.max(0, (int) Math.floor(rank) - 1));
  }

  /** Returns the upper end of what the middle is with a certainty of 95 %, by ranks. */
  double high() {
    double rank = (slower.size() + NINETY_FIVE_PERCENT * Math.sqrt(slower.size())) / 2;
    return slower.get(Math.min(slower.size() - 1, (int) Math.ceil(rank)));
  }

  Budget budget() {
    String noise =
        spread > MOST ? "; the rounds of one side alone differ by " + Figures.percent(spread) : "";
    return new Budget(
        "a whole callout, against the same client with a fixed header",
        "within 3 %",
        "%s at the middle of %d pairs (95 %% certain: %s to %s slower)%s"
            .formatted(
                Figures.median(slower) < 0
                    ? Figures.percent(-Figures.median(slower)) + " faster"
                    : Figures.percent(Figures.median(slower)) + " slower",
                slower.size(),
                Figures.percent(low()),
                Figures.percent(high()),
                noise),
        verdict());
  }

  private Verdict verdict() {
    if (high() <= MOST) {
      return Verdict.MET;
    }
    return low() > MOST ? Verdict.MISSED : Verdict.TOO_NOISY;
  }
}
