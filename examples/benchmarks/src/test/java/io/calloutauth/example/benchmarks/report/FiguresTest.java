package io.calloutauth.example.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void printsTimesInTheUnitThatFits() {
    assertThat(Figures.time(7.25)).isEqualTo("7.25 ns");
    assertThat(Figures.time(45_600L)).isEqualTo("45.6 µs");
    assertThat(Figures.time(123_456_789L)).isEqualTo("123 ms");
    assertThat(Figures.time(2.5e9)).isEqualTo("2.50 s");
  }

  @Test
  void takesTheMiddleOfUnsortedValues() {
    assertThat(Figures.median(List.of(9, 1, 5))).isEqualTo(5);
    assertThat(Figures.median(List.of(4, 1, 3, 2))).isEqualTo(2.5);
  }
}
