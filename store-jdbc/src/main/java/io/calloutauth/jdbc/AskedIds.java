package io.calloutauth.jdbc;

import io.calloutauth.jdbc.FeedCursor.Missing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The ids up to its head that a poll asks for: all that are missing or compared. Where these are
 * too many ranges to ask for each alone, those that are close to each other are asked for in one,
 * and with them the ids in between. Immutable.
 *
 * @param ranges what is asked for, in order
 * @param between how many ids are asked for that need not be
 */
record AskedIds(List<Range> ranges, long between) {

  AskedIds {
    ranges = List.copyOf(ranges);
  }

  /** Ids in a row, both ends included. */
  record Range(long first, long last) {}

  /**
   * Returns what to ask for.
   *
   * @param missing what is missing, in order
   * @param most how many ranges to ask for at most
   */
  static AskedIds of(List<Missing> missing, int most) {
    long near = near(missing, most);
    List<Range> ranges = new ArrayList<>();
    long between = 0;
    for (Missing each : missing) {
      int last = ranges.size() - 1;
      long distance = last < 0 ? Long.MAX_VALUE : each.first() - ranges.get(last).last() - 1;
      if (distance <= near) {
        ranges.set(last, new Range(ranges.get(last).first(), each.last()));
        between += distance;
      } else {
        ranges.add(new Range(each.first(), each.last()));
      }
    }
    return new AskedIds(ranges, between);
  }

  /** Returns how far apart those may be that are asked for in one. */
  private static long near(List<Missing> missing, int most) {
    if (missing.size() <= most) {
      return 0;
    }
    long[] distances =
        IntStream.range(1, missing.size())
            .mapToLong(i -> missing.get(i).first() - missing.get(i - 1).last() - 1)
            .sorted()
            .toArray();
    return distances[missing.size() - most - 1];
  }
}
