package io.calloutauth.cluster;

import static io.calloutauth.cluster.JudgedRun.NODE;
import static io.calloutauth.cluster.JudgedRun.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.cluster.History.Span;
import org.junit.jupiter.api.Test;

/** Finds exchanges that were met by a kill or a stop and not taken over well. */
class RecoveryTest {

  private final JudgedRun run = new JudgedRun();

  @Test
  void findsACalloutThatIsHeldUpTooLong() {
    run.history().killed(NODE, 100);
    run.issued("lost", 0, 0);
    run.issued(OTHER, "next", 0, 21_000);
    run.waited(OTHER, 0, "next", 2_000, 21_300);
    assertThat(run.verdict().wrongs()).isEmpty();
    assertThat(run.verdict().slowestRecovery()).isEqualTo(21_200);

    run.issued("lost too", 1, 0);
    run.issued(OTHER, "late", 1, 30_000);
    run.waited(OTHER, 1, "late", 6_000, 30_300);

    assertThat(run.verdict().wrongs()).hasSize(1);
    assertThat(run.verdict().killed()).isEqualTo(2);
    assertThat(run.verdict().stopped()).isZero();
  }

  @Test
  void findsACalloutThatAStopHoldsUpTooLong() {
    run.history().stopped(new Span(NODE, 100, 33_000));
    run.issued("lost", 0, 0);
    run.issued(OTHER, "late", 0, 30_000);
    run.waited(OTHER, 0, "late", 6_000, 30_300);

    assertThat(run.verdict().wrongs()).hasSize(1);
    assertThat(run.verdict().stopped()).isEqualTo(1);
    assertThat(run.verdict().killed()).isZero();
  }

  @Test
  void findsACalloutThatFailsWhenAnotherShouldHaveTakenOver() {
    run.history().killed(NODE, 100);
    run.issued("lost", 0, 0);
    run.failed(OTHER, 0, 26_000);
    assertThat(run.verdict().wrongs()).isEmpty();

    run.failed(OTHER, 0, 30_000);

    assertThat(run.verdict().wrongs()).hasSize(1);
  }

  @Test
  void takesNoTimeInWhichNobodyAsksForARecovery() {
    run.history().killed(NODE, 100);
    run.issued("lost", 0, 0);
    run.issued(OTHER, "next", 0, 31_000);
    run.waited(OTHER, 0, "next", 30_900, 32_000);

    assertThat(run.verdict().wrongs()).isEmpty();
    assertThat(run.verdict().killed()).isEqualTo(1);
    assertThat(run.verdict().slowestRecovery()).isZero();
  }

  @Test
  void excusesACalloutWhoseNextExchangeWasMetToo() {
    run.history().killed(NODE, 100);
    run.issued("lost", 0, 0);
    run.issued(OTHER, "next", 0, 21_000);
    run.history().killed(OTHER, 21_100);
    run.issued(2, "last", 0, 42_000);
    run.waited(2, 0, "last", 10_000, 29_900);

    assertThat(run.verdict().wrongs()).isEmpty();
  }

  @Test
  void countsNoExchangeOfAnotherNodeAsMet() {
    run.history().killed(OTHER, 100);
    run.history().stopped(new Span(OTHER, 100, 30_000));
    run.issued("a", 0, 0);

    assertThat(run.verdict().killed()).isZero();
    assertThat(run.verdict().stopped()).isZero();
  }

  @Test
  void findsATokenThatCameForAStoppedNodeWhenAnotherHadTakenOver() {
    run.history().stopped(new Span(NODE, 100, 23_100));
    run.issued("late", 0, 0);
    run.issued(OTHER, "next", 0, 21_000);
    run.served(0, "next", 22_000);
    assertThat(run.verdict().wrongs()).isEmpty();
    assertThat(run.verdict().tooLate()).isEqualTo(1);

    run.served(0, "late", 23_200);

    assertThat(run.verdict().wrongs()).hasSize(1);
  }

  @Test
  void letsAStoppedNodeUseItsTokenWhenNoOtherTookOver() {
    run.history().stopped(new Span(NODE, 100, 23_100));
    run.issued("kept", 0, 0);
    run.served(0, "kept", 22_900);

    assertThat(run.verdict().wrongs()).isEmpty();
    assertThat(run.verdict().tooLate()).isZero();
  }

  @Test
  void letsAStoppedNodeUseItsTokenWhenAnotherAskedWithoutItsLease() {
    run.history().stopped(new Span(NODE, 100, 23_100));
    run.issued("kept", 0, 0);
    run.issued(OTHER, "without a lease", 0, 12_000);
    run.served(0, "kept", 23_200);

    assertThat(run.verdict().wrongs()).isEmpty();
    assertThat(run.verdict().tooLate()).isZero();
  }
}
