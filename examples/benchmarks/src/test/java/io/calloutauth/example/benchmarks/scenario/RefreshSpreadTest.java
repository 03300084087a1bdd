package io.calloutauth.example.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefreshSpreadTest {

  @Test
  void renewsEachTokenOnceAndSpreadsTheRenewalsOverTheWindow() {
    RefreshSpread.Seen seen = RefreshSpread.renewals(2_000);

    assertThat(seen.exchanges()).isEqualTo(2_000);
    assertThat(seen.overEven()).isLessThan(3);
  }
}
