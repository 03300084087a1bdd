package io.calloutauth.example.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.example.benchmarks.report.Budget;
import io.calloutauth.example.benchmarks.scenario.MemoryPerProvider.Size;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryPerProviderTest {

  @Test
  void judgesByTheNumberOfProvidersThatCostsMost() {
    Budget budget =
        MemoryPerProvider.budget(
            List.of(new Size(1, 2_000, 9_000), new Size(10, 2_049, 9_000), new Size(100, 1, 1)));

    assertThat(budget.met()).isFalse();
    assertThat(budget.measured()).isEqualTo("2,049 B when there are 10");
  }

  @Test
  void isMetWhenNoNumberOfProvidersCostsMoreThanTwoKibibytesEach() {
    Size atTheLimit = new Size(10_000, 2_048, 9_000);

    assertThat(MemoryPerProvider.budget(List.of(atTheLimit)).met()).isTrue();
  }
}
