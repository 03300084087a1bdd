package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.report.Figures;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one header costs one subject under one load. Of all iterations the middle counts: what the
 * JVM or the benchmark itself does now and then meets some of them, what a call does meets all.
 *
 * @param nanos how long one call took, by iteration of the benchmark
 * @param bytes what a call allocated, by iteration of the benchmark
 */
record HeaderCost(List<Double> nanos, List<Double> bytes) {

  /** Returns this and more of the same. */
  HeaderCost plus(HeaderCost more) {
    return new HeaderCost(joined(nanos, more.nanos), joined(bytes, more.bytes));
  }

  private static List<Double> joined(List<Double> some, List<Double> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /** Returns how long one call takes. */
  double typicalNanos() {
    return Figures.median(nanos);
  }

  /** Returns what one call allocates. */
  double typicalBytes() {
    return Figures.median(bytes);
  }

  /** Tells whether an iteration of each may be as fast as one of the other. */
  boolean overlaps(HeaderCost other) {
    return Collections.min(nanos) <= Collections.max(other.nanos)
        && Collections.min(other.nanos) <= Collections.max(nanos);
  }

  /** Returns the middle, how far apart the iterations lie, and the bytes. */
  String text() {
    return "%s ns (%s–%s), %s"
        .formatted(
            Figures.number(typicalNanos()),
            Figures.number(Collections.min(nanos)),
            Figures.number(Collections.max(nanos)),
            Figures.bytes(typicalBytes()));
  }
}
