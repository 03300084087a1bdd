package io.calloutauth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.cluster.History.Callout;
import io.calloutauth.cluster.History.Change;
import io.calloutauth.cluster.History.Issued;
import io.calloutauth.cluster.History.Span;
import org.junit.jupiter.api.Test;

/** The judge finds what it is there to find. Tokens live 60 seconds, and are usable for 45. */
class VerdictTest {

  private static final Terms TERMS = new Terms(60_000, 15_000, 350);

  private final History history = new History();

  @Test
  void findsNothingWhereNothingIsWrong() {
    issued("a", 0, 0);
    served(0, "a", 1_000);
    issued("b", 0, 28_000);
    served(0, "b", 60_000);

    assertThat(verdict().wrongs()).isEmpty();
    assertThat(verdict().duplicates()).isZero();
  }

  @Test
  void countsARenewalThatCameTooEarly() {
    issued("a", 0, 0);
    issued("b", 0, 20_000);
    issued("of another provider", 1, 20_000);

    assertThat(verdict().duplicates()).isEqualTo(1);
    assertThat(verdict().duplicatesApart()).isZero();
  }

  @Test
  void countsApartWhatAKillOrAnOutageMayHaveLost() {
    issued("a", 0, 0);
    history.killed(1, 250);
    issued("b", 0, 20_000);
    issued("c", 1, 40_000);
    history.databaseDown(new Span(-1, 39_000, 41_000));
    issued("d", 1, 60_000);

    assertThat(verdict().duplicates()).isZero();
    assertThat(verdict().duplicatesApart()).isEqualTo(2);
  }

  @Test
  void excusesNoDuplicateLongAfterAKill() {
    issued("a", 0, 10_000);
    history.killed(1, 250);
    issued("b", 0, 20_000);

    assertThat(verdict().duplicates()).isEqualTo(1);
  }

  @Test
  void countsNoExchangeAfterARevocationAsADuplicate() {
    issued("a", 0, 0);
    history.changed(new Change(true, 0, 0, 5_000, 5_100, true));
    issued("b", 0, 6_000);

    assertThat(verdict().duplicates()).isZero();
  }

  @Test
  void findsForeignAndExpiredTokens() {
    issued("a", 0, 0);
    served(1, "a", 1_000);
    served(0, "made up", 1_000);
    served(0, "a", 45_500);

    assertThat(verdict().wrongs()).hasSize(3);
  }

  @Test
  void findsATokenThatWasRevokedOrIsOfAnOldScope() {
    issued("a", 0, 0);
    history.changed(new Change(true, 0, 0, 1_000, 1_100, true));
    issued("b", 1, 0);
    history.changed(new Change(false, 1, 1, 1_000, 1_100, true));
    served(0, "a", 11_000);
    served(1, "b", 11_000);
    assertThat(verdict().wrongs()).isEmpty();

    served(0, "a", 11_200);
    served(1, "b", 11_200);

    assertThat(verdict().wrongs()).hasSize(2);
    assertThat(verdict().slowestHearing()).isEqualTo(10_100);
  }

  @Test
  void givesANodeThatWasStoppedIntoAnOutageItsTimeAfterIt() {
    issued("a", 0, 0);
    history.changed(new Change(true, 0, 0, 1_000, 1_100, true));
    history.stopped(new Span(0, 500, 20_000));
    history.databaseDown(new Span(-1, 19_000, 30_000));
    served(0, "a", 39_000);
    assertThat(verdict().wrongs()).isEmpty();

    served(0, "a", 40_500);

    assertThat(verdict().wrongs()).hasSize(1);
  }

  @Test
  void findsAFailureOnlyWhileATokenIsUsable() {
    failed(0, 100);
    issued("a", 0, 1_000);
    failed(0, 1_200);
    failed(0, 46_500);
    assertThat(verdict().wrongs()).isEmpty();

    failed(0, 20_000);

    assertThat(verdict().wrongs()).hasSize(1);
    assertThat(verdict().failures()).hasSize(2);
  }

  @Test
  void findsARecoveryThatTakesTooLong() {
    history.killed(1, 100);
    issued("lost", 0, 0);
    issued("next", 0, 21_000);
    served(0, "next", 22_000);
    assertThat(verdict().wrongs()).isEmpty();
    assertThat(verdict().slowestRecovery()).isEqualTo(21_900);

    issued("lost too", 1, 0);
    issued("late", 1, 24_000);
    served(1, "late", 25_000);

    assertThat(verdict().wrongs()).hasSize(1);
  }

  private Verdict verdict() {
    return new Verdict(history, TERMS);
  }

  private void issued(String token, int provider, long at) {
    history.issued(new Issued(provider, 0, token, at, at + 200));
  }

  private void served(int provider, String token, long at) {
    history.callout(new Callout(0, provider, at, at, token, null));
  }

  private void failed(int provider, long at) {
    history.callout(new Callout(0, provider, at, at + 100, null, "TokenWaitException"));
  }
}
