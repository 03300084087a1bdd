package io.calloutauth.example.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefreshSpreadTest {

  @Test
  void renewsEachTokenOnceAndSpreadsTheRenewalsOverTheWindow() {
    RefreshSpread.Seen seen = RefreshSpread.renewals(2_000);

    assertThat(seen.exchanges()).isEqualTo(2_000);
    assertThat(seen.overEven()).isLessThan(3);
    assertThat(seen.isWithin(3)).isTrue();
  }

  @Test
  void isNotWithinABudgetWhenNotEachTokenWasRenewedOnce() {
    assertThat(new RefreshSpread.Seen(2_000, 1_999, 10, 500).isWithin(3)).isFalse();
    assertThat(new RefreshSpread.Seen(2_000, 2_001, 10, 500).isWithin(3)).isFalse();
    assertThat(new RefreshSpread.Seen(2_000, 2_000, 13, 500).isWithin(3)).isFalse();
  }
}
