package io.calloutauth.example.console.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * An hour in slices of two minutes.
 *
 * @param start when the first slice began
 * @param slices what happened in each, the earliest first
 */
public record Hour(Instant start, List<Slice> slices) {

  static final Duration SLICE = Duration.ofMinutes(2);
  static final int SLICES = 30;

  /** Copies the list. */
  public Hour {
    slices = List.copyOf(slices);
  }

  static long sliceOf(Instant time) {
    return time.getEpochSecond() / SLICE.toSeconds();
  }

  static Hour until(Instant now, Map<Long, Slice> counted) {
    long first = sliceOf(now) - SLICES + 1;
    return new Hour(
        Instant.ofEpochSecond(first * SLICE.toSeconds()),
        LongStream.range(first, first + SLICES)
            .mapToObj(slice -> counted.getOrDefault(slice, Slice.EMPTY))
            .toList());
  }

  /** Returns what happened in the whole hour. */
  public Slice total() {
    return slices.stream().reduce(Slice.EMPTY, Slice::plus);
  }

  /** Returns how much happened in the busiest slice, and at least 1. */
  public int most() {
    return slices.stream().mapToInt(Slice::total).reduce(1, Math::max);
  }

  /** Returns the bars of a chart that is 100 high. */
  public List<Bar> bars() {
    return IntStream.range(0, slices.size()).mapToObj(this::bar).toList();
  }

  private Bar bar(int index) {
    Slice slice = slices.get(index);
    double unit = 100.0 / most();
    double done = slice.done() * unit;
    double failed = slice.failed() * unit;
    return new Bar(index * 10, new Part(100 - done, done), new Part(100 - done - failed, failed));
  }

  /** Returns the slices in which something happened, with their starts, the latest first. */
  public List<Row> rows() {
    return IntStream.range(0, slices.size())
        .map(index -> slices.size() - 1 - index)
        .filter(index -> slices.get(index).total() > 0)
        .mapToObj(index -> new Row(start.plus(SLICE.multipliedBy(index)), slices.get(index)))
        .toList();
  }

  /**
   * What happened in one slice.
   *
   * @param done exchanges that brought a token
   * @param failed exchanges that did not
   */
  public record Slice(int done, int failed) {
    static final Slice EMPTY = new Slice(0, 0);

    Slice plus(Slice other) {
      return new Slice(done + other.done, failed + other.failed);
    }

    /** Returns how many exchanges there were. */
    public int total() {
      return done + failed;
    }
  }

  /**
   * One bar of the chart.
   *
   * @param x where it begins
   * @param done its lower part
   * @param failed its upper part
   */
  public record Bar(int x, Part done, Part failed) {}

  /**
   * A part of a bar.
   *
   * @param y where it begins, from the top
   * @param height how high it is
   */
  public record Part(double y, double height) {}

  /**
   * A slice in which something happened.
   *
   * @param start when it began
   * @param slice what happened
   */
  public record Row(Instant start, Slice slice) {}
}
