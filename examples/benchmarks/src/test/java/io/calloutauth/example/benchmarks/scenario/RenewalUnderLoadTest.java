package io.calloutauth.example.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.example.benchmarks.scenario.RenewalUnderLoad.Seen;
import org.junit.jupiter.api.Test;

class RenewalUnderLoadTest {

  @Test
  void isMetWhenNobodyWaitedWhileTheRateWasHeldAndTokensWereRenewed() {
    assertThat(met(new Seen(0, 0, 4_951, 100, 600, 6))).isTrue();
  }

  @Test
  void isMissedByOneCalloutThatWaitsOrFails() {
    assertThat(met(new Seen(1, 0, 5_000, 100, 600, 6))).isFalse();
    assertThat(met(new Seen(0, 1, 5_000, 100, 600, 6))).isFalse();
  }

  @Test
  void isMissedByARunThatShowsNothing() {
    assertThat(met(new Seen(0, 0, 4_949, 100, 600, 6))).isFalse();
    assertThat(met(new Seen(0, 0, 5_000, 99, 600, 6))).isFalse();
  }

  private static boolean met(Seen seen) {
    return RenewalUnderLoad.budget(seen).met();
  }
}
