package io.calloutauth.example.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.example.benchmarks.scenario.AssertionCost.Cost;
import org.junit.jupiter.api.Test;

class AssertionCostTest {

  @Test
  void measuresASignatureAndAnAssertion() throws Exception {
    Cost cost = AssertionCost.measure(1, 1, 3);

    assertThat(cost.signature()).isPositive();
    assertThat(cost.assertion()).isPositive();
  }

  @Test
  void isMetUpToAQuarterMoreThanTheSignature() {
    assertThat(new Cost(100, 125).budget().met()).isTrue();
    assertThat(new Cost(100, 126).budget().met()).isFalse();
    assertThat(new Cost(100_000, 120_000).budget().measured()).isEqualTo("1.20 × (120 µs)");
  }
}
