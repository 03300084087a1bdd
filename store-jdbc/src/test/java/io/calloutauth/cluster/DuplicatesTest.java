package io.calloutauth.cluster;

import static io.calloutauth.cluster.JudgedRun.NODE;
import static io.calloutauth.cluster.JudgedRun.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.cluster.History.Change;
import io.calloutauth.cluster.History.Span;
import org.junit.jupiter.api.Test;

/** Finds exchanges that should not have been, and what excuses them. */
class DuplicatesTest {

  private final JudgedRun run = new JudgedRun();

  @Test
  void countsARenewalThatCameTooEarly() {
    run.issued("a", 0, 0);
    run.issued("b", 0, 20_000);
    run.issued("of another provider", 1, 20_000);

    assertThat(run.verdict().duplicates()).isEqualTo(1);
    assertThat(run.verdict().duplicatesApart()).isZero();
  }

  @Test
  void countsApartWhatAKillOrAnOutageMayHaveLost() {
    run.issued("a", 0, 0);
    run.history().killed(NODE, 250);
    run.issued("b", 0, 20_000);
    run.issued("c", 1, 40_000);
    run.history().databaseDown(new Span(-1, 39_000, 41_000));
    run.issued("d", 1, 60_000);

    assertThat(run.verdict().duplicates()).isZero();
    assertThat(run.verdict().duplicatesApart()).isEqualTo(2);
  }

  @Test
  void excusesNoDuplicateByWhatHappenedToAnotherNode() {
    run.issued("a", 0, 0);
    run.history().killed(OTHER, 250);
    run.history().stopped(new Span(OTHER, 100, 20_100));
    run.issued("b", 0, 20_000);

    assertThat(run.verdict().duplicates()).isEqualTo(1);
    assertThat(run.verdict().duplicatesApart()).isZero();
  }

  @Test
  void countsApartWhatANodeThatWasStoppedAskedForTooLate() {
    run.issued("a", 0, 0);
    run.issued("b", 0, 20_000);
    run.history().stopped(new Span(NODE, 2_000, 19_900));

    assertThat(run.verdict().duplicates()).isZero();
    assertThat(run.verdict().duplicatesApart()).isEqualTo(1);
  }

  @Test
  void excusesNoDuplicateLongAfterAKill() {
    run.issued("a", 0, 10_000);
    run.history().killed(NODE, 250);
    run.issued("b", 0, 20_000);

    assertThat(run.verdict().duplicates()).isEqualTo(1);
  }

  @Test
  void countsOneExchangeAfterARevocationAsNoDuplicate() {
    run.issued("a", 0, 0);
    run.revoked(0, 5_000);
    run.issued("b", 0, 6_000);
    run.revoked(0, 7_000);
    run.issued("c", 0, 8_000);
    assertThat(run.verdict().duplicates()).isZero();

    run.issued("d", 0, 8_500);
    run.issued("e", 0, 9_500);

    assertThat(run.verdict().duplicates()).isEqualTo(2);
  }

  @Test
  void excusesOneExchangeAlsoByARevocationThatNothingMoreIsKnownOf() {
    run.issued("a", 0, 0);
    run.history().changed(new Change(7, true, 0, 0, 5_000, 35_000, false));
    run.issued("b", 0, 6_000);
    run.issued("c", 0, 7_000);

    assertThat(run.verdict().duplicates()).isEqualTo(1);
  }

  @Test
  void excusesNoDuplicateByARevocationThatWasOverOrHadNotBegun() {
    run.revoked(0, 5_000);
    run.issued("a", 0, 6_000);
    run.issued("b", 0, 20_000);
    run.revoked(0, 20_100);
    run.revoked(1, 10_000);

    assertThat(run.verdict().duplicates()).isEqualTo(1);
  }

  @Test
  void takesWhatANodeSaysOfAChangeForWhatWasGuessedBefore() {
    run.issued("a", 0, 0);
    run.history().changed(new Change(7, true, 0, 0, 5_000, 35_000, false));
    run.history().changed(new Change(7, true, 0, 0, 5_000, 5_100, true));
    run.issued("b", 0, 6_000);
    run.issued("c", 0, 20_000);

    assertThat(run.history().changes()).hasSize(1);
    assertThat(run.verdict().duplicates()).isEqualTo(1);
  }
}
