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
  void findsARecoveryThatTakesTooLong() {
    run.history().killed(NODE, 100);
    run.issued("lost", 0, 0);
    run.issued("next", 0, 21_000);
    run.served(0, "next", 22_000);
    assertThat(run.verdict().wrongs()).isEmpty();
    assertThat(run.verdict().slowestRecovery()).isEqualTo(21_900);

    run.issued("lost too", 1, 0);
    run.issued("late", 1, 24_000);
    run.served(1, "late", 25_000);

    assertThat(run.verdict().wrongs()).hasSize(1);
    assertThat(run.verdict().killed()).isEqualTo(2);
    assertThat(run.verdict().stopped()).isZero();
  }

  @Test
  void findsARecoveryFromAStopThatTakesTooLong() {
    run.history().stopped(new Span(NODE, 100, 30_000));
    run.issued("lost", 0, 0);
    run.issued("late", 0, 24_000);
    run.served(0, "late", 25_000);

    assertThat(run.verdict().wrongs()).hasSize(1);
    assertThat(run.verdict().stopped()).isEqualTo(1);
    assertThat(run.verdict().killed()).isZero();
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
}
