package io.calloutauth.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Judges whether something leaked: a gauge whose lowest reading of the last third of a run is above
 * that of the first by more than is allowed. The lowest, because load and outages make peaks, and
 * what leaked never goes away again. Immutable.
 */
final class LeakVerdict {

  private static final int PARTS = 3;

  private final List<Map<Gauge, Long>> samples;

  /**
   * Makes one.
   *
   * @param samples what was read, in the order of time; a gauge that could not be read is left out
   */
  LeakVerdict(List<Map<Gauge, Long>> samples) {
    this.samples = List.copyOf(samples);
  }

  /** Returns what must not be, in words; empty when nothing leaked. */
  List<String> wrongs() {
    List<String> wrongs = new ArrayList<>();
    for (Gauge gauge : Gauge.values()) {
      OptionalLong first = lowest(gauge, 0);
      OptionalLong last = lowest(gauge, PARTS - 1);
      if (first.isEmpty() || last.isEmpty()) {
        wrongs.add(gauge.words() + ": too few readings");
      } else if (last.getAsLong() > gauge.limit(first.getAsLong())) {
        wrongs.add(
            "%s grew from %,d to %,d"
                .formatted(gauge.words(), first.getAsLong(), last.getAsLong()));
      }
    }
    return wrongs;
  }

  /** Returns a line for each gauge, with its lowest reading of each third. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Gauge gauge : Gauge.values()) {
      StringBuilder line = new StringBuilder("%-30s".formatted(gauge.words()));
      for (int part = 0; part < PARTS; part++) {
        OptionalLong lowest = lowest(gauge, part);
        line.append(
            lowest.isPresent() ? "%,15d".formatted(lowest.getAsLong()) : "%15s".formatted("-"));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private OptionalLong lowest(Gauge gauge, int part) {
    int from = samples.size() * part / PARTS;
    int to = samples.size() * (part + 1) / PARTS;
    return samples.subList(from, to).stream()
        .map(sample -> sample.get(gauge))
        .filter(Objects::nonNull)
        .mapToLong(Long::longValue)
        .min();
  }
}
