package io.calloutauth.example.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreshSlotsTest {

  private static final List<String> IDLE = List.of("poll", "poll");

  @Test
  void doesNotBlameCalloutsForWhatAnIdleNodeAsksToo() {
    assertThat(seen(1_000, List.of("poll", "poll")).caused()).isZero();
    assertThat(seen(1_000, List.of("poll", "poll", "poll")).caused()).isZero();
    assertThat(seen(1_000, List.of("poll")).budget().met()).isTrue();
  }

  @Test
  void countsWhatAnIdleNodeDoesNotAsk() {
    FreshSlots seen = seen(1_000, List.of("poll", "read a token", "poll"));

    assertThat(seen.caused()).isEqualTo(1);
    assertThat(seen.budget().met()).isFalse();
  }

  @Test
  void countsWhatAnIdleNodeAsksLessOften() {
    assertThat(seen(1_000, Collections.nCopies(1_000, "poll")).caused()).isEqualTo(997);
  }

  @Test
  void isMissedWhenNoCalloutHadAToken() {
    assertThat(seen(0, IDLE).budget().met()).isFalse();
  }

  private static FreshSlots seen(long callouts, List<String> busy) {
    return new FreshSlots(callouts, Duration.ofSeconds(12), IDLE, busy);
  }
}
