package io.calloutauth.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The judge of an endurance run finds what it is there to find, and nothing else. */
class LeakVerdictTest {

  private static final int SAMPLES = 90;
  private static final long MIB = 1 << 20;

  @Test
  void findsNothingInARunThatGoesUpAndDown() {
    assertThat(wrongs(Gauge.THREADS, n -> n % 10 == 0 ? 40 : 90 + n)).isEmpty();
    assertThat(wrongs(Gauge.HEAP, n -> (30 + n % 7) * MIB)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void findsWhatGrowsWithEachSample(Gauge gauge) {
    assertThat(wrongs(gauge, n -> 40 * MIB + n * MIB))
        .singleElement()
        .asString()
        .startsWith(gauge.words() + " grew from 41,943,040 to ");
  }

  @Test
  void allowsTheHeapFourMebibytes() {
    assertThat(wrongs(Gauge.HEAP, n -> n < 60 ? 30 * MIB : 34 * MIB)).isEmpty();
    assertThat(wrongs(Gauge.HEAP, n -> n < 60 ? 30 * MIB : 34 * MIB + 1)).hasSize(1);
  }

  @Test
  void allowsALargeHeapFivePercent() {
    assertThat(wrongs(Gauge.HEAP, n -> n < 60 ? 200 * MIB : 210 * MIB)).isEmpty();
    assertThat(wrongs(Gauge.HEAP, n -> n < 60 ? 200 * MIB : 210 * MIB + 1)).hasSize(1);
  }

  @Test
  void findsADescriptorThatEachOfSixOutagesLeaves() {
    assertThat(wrongs(Gauge.DESCRIPTORS, n -> 100 + (n + 15) / 10)).hasSize(1);
  }

  @Test
  void findsASingleRowThatAPurgeLeft() {
    assertThat(wrongs(Gauge.OVERDUE_CHANGES, n -> n < 60 ? 0 : 1)).hasSize(1);
  }

  @Test
  void excusesReadingsThatAnOutagePrevented() {
    assertThat(new LeakVerdict(run(Gauge.UNASKED_CHANGES, n -> n % 5 == 0 ? 7 : -1)).wrongs())
        .isEmpty();
  }

  @Test
  void doesNotPassWhatWasNeverRead() {
    assertThat(new LeakVerdict(run(Gauge.DESCRIPTORS, n -> n < 60 ? 7 : -1)).wrongs())
        .containsExactly("open descriptors: too few readings");
    assertThat(new LeakVerdict(List.of()).wrongs()).hasSize(Gauge.values().length);
  }

  private static List<String> wrongs(Gauge gauge, IntToLongFunction reading) {
    return new LeakVerdict(run(gauge, reading)).wrongs();
  }

  /** A run in which one gauge reads as told, where it is not negative, and the others stand. */
  private static List<Map<Gauge, Long>> run(Gauge gauge, IntToLongFunction reading) {
    List<Map<Gauge, Long>> samples = new ArrayList<>();
    for (int n = 0; n < SAMPLES; n++) {
      Map<Gauge, Long> sample = new EnumMap<>(Gauge.class);
      for (Gauge other : Gauge.values()) {
        sample.put(other, 20L);
      }
      long value = reading.applyAsLong(n);
      if (value < 0) {
        sample.remove(gauge);
      } else {
        sample.put(gauge, value);
      }
      samples.add(sample);
    }
    return samples;
  }
}
