package io.calloutauth.example.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderCostTest {

  @Test
  void isWhatMostIterationsShowInAllJvms() {
    HeaderCost first = new HeaderCost(List.of(50.0, 52.0), List.of(0.0, 3.0));
    HeaderCost both = first.plus(new HeaderCost(List.of(900.0), List.of(0.0)));

    assertThat(both.typicalNanos()).isEqualTo(52);
    assertThat(both.typicalBytes()).isZero();
    assertThat(both.text()).isEqualTo("52.0 ns (50.0–900), 0.0 B");
  }
}
