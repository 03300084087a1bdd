package io.calloutauth.example.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.example.benchmarks.report.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final int PAIRS = 80;

  @Test
  void isMetOrMissedByTheMiddleOfThePairs() {
    assertThat(slowerBy(0.02, 0.01).budget().verdict()).isEqualTo(Verdict.MET);
    assertThat(slowerBy(0.05, 0.01).budget().verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void saysWhichSideWasFaster() {
    assertThat(slowerBy(0.02, 0).budget().measured()).startsWith("2.00 % slower at the middle");
    assertThat(slowerBy(-0.02, 0).budget().measured()).startsWith("2.00 % faster at the middle");
  }

  @Test
  void cannotTellWhenThePairsDifferTooMuch() {
    assertThat(slowerBy(0.02, 0.2).budget().verdict()).isEqualTo(Verdict.TOO_NOISY);
  }

  @Test
  void isNotMisledByAMachineThatSlowsDownForBoth() {
    List<Double> drifting =
        DoubleStream.iterate(5_000, rate -> rate * 0.99).limit(PAIRS).boxed().toList();
    List<Double> slower = drifting.stream().map(rate -> rate / 1.01).toList();

    Comparison comparison = Comparison.of(slower, drifting);

    assertThat(comparison.low()).isCloseTo(0.01, Offset.offset(1e-9));
    assertThat(comparison.budget().verdict()).isEqualTo(Verdict.MET);
  }

  @Test
  void saysWhenTheRoundsOfOneSideDifferByMoreThanTheBudget() {
    List<Double> steady = Collections.nCopies(4, 5_000.0);
    List<Double> restless = List.of(5_100.0, 5_100.0, 4_900.0, 4_900.0);

    assertThat(Comparison.of(steady, steady).budget().measured()).doesNotContain("differ");
    assertThat(Comparison.of(steady, restless).budget().measured())
        .contains("the rounds of one side alone differ by 4.00 %");
  }

  private static Comparison slowerBy(double share, double noise) {
    Random random = new Random(5);
    List<Double> own =
        DoubleStream.generate(() -> 5_000 * (1 + noise * random.nextGaussian()))
            .limit(PAIRS)
            .boxed()
            .toList();
    return Comparison.of(own, Collections.nCopies(PAIRS, 5_000 * (1 + share)));
  }
}
