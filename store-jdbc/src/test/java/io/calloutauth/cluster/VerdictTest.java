package io.calloutauth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.cluster.History.Change;
import io.calloutauth.cluster.History.Span;
import org.junit.jupiter.api.Test;

/** The judge finds what it is there to find. */
class VerdictTest {

  private final JudgedRun run = new JudgedRun();

  @Test
  void findsNothingWhereNothingIsWrong() {
    run.issued("a", 0, 0);
    run.served(0, "a", 1_000);
    run.issued("b", 0, 28_000);
    run.served(0, "b", 60_000);

    assertThat(run.verdict().wrongs()).isEmpty();
    assertThat(run.verdict().duplicates()).isZero();
  }

  @Test
  void findsForeignAndExpiredTokens() {
    run.issued("a", 0, 0);
    run.served(1, "a", 1_000);
    run.served(0, "made up", 1_000);
    run.served(0, "a", 45_500);

    assertThat(run.verdict().wrongs()).hasSize(3);
  }

  @Test
  void findsATokenThatWasRevokedOrIsOfAnOldScope() {
    run.issued("a", 0, 0);
    run.revoked(0, 1_000);
    run.issued("b", 1, 0);
    run.history().changed(new Change(7, false, 1, 1, 1_000, 1_100, true));
    run.served(0, "a", 11_000);
    run.served(1, "b", 11_000);
    assertThat(run.verdict().wrongs()).isEmpty();

    run.served(0, "a", 11_200);
    run.served(1, "b", 11_200);

    assertThat(run.verdict().wrongs()).hasSize(2);
    assertThat(run.verdict().slowestHearing()).isEqualTo(10_100);
  }

  @Test
  void givesANodeThatWasStoppedIntoAnOutageItsTimeAfterIt() {
    run.issued("a", 0, 0);
    run.revoked(0, 1_000);
    run.history().stopped(new Span(0, 500, 20_000));
    run.history().databaseDown(new Span(-1, 19_000, 30_000));
    run.served(0, "a", 39_000);
    assertThat(run.verdict().wrongs()).isEmpty();

    run.served(0, "a", 40_500);

    assertThat(run.verdict().wrongs()).hasSize(1);
  }
}
