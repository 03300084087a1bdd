package io.calloutauth.example.benchmarks.report;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How long the bars of one panel are: as long as their values where those are alike, and by their
 * logarithms where the shortest of them could not be seen beside the longest.
 */
final class BarScale {

  private static final double ALIKE = 20;
  private static final double TEN = 10;

  private final double room;
  private final double least;
  private final double most;
  private final boolean logarithmic;

  /**
   * Makes a scale for some values.
   *
   * @param room how long the longest bar is
   */
  BarScale(List<Double> values, double room) {
    this.room = room;
    this.most = positive(values).max().orElse(1);
    double shortest = positive(values).min().orElse(1);
    this.logarithmic = most / shortest > ALIKE;
    this.least = Math.pow(TEN, Math.ceil(Math.log10(shortest)) - 1);
  }

  private static DoubleStream positive(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).filter(value -> value > 0);
  }

  boolean isLogarithmic() {
    return logarithmic;
  }

  /** Returns how long the bar of a value is. */
  double length(double value) {
    if (value <= 0) {
      return 0;
    }
    double share = logarithmic ? Math.log(value / least) / Math.log(most / least) : value / most;
    return share * room;
  }

  /** Returns the powers of ten that are marked; none where lengths are the values' own. */
  List<Double> marks() {
    return logarithmic
        ? DoubleStream.iterate(least * TEN, mark -> mark <= most, mark -> mark * TEN)
            .boxed()
            .toList()
        : List.of();
  }
}
