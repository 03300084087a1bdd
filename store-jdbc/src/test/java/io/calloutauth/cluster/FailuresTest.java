package io.calloutauth.cluster;

import static io.calloutauth.cluster.JudgedRun.NODE;
import static io.calloutauth.cluster.JudgedRun.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.cluster.History.Callout;
import io.calloutauth.cluster.History.Span;
import org.junit.jupiter.api.Test;

/** Finds failures that no lack of a token explains. */
class FailuresTest {

  private final JudgedRun run = new JudgedRun();

  @Test
  void findsAFailureOnlyWhileATokenIsUsable() {
    run.failed(0, 100);
    run.issued("a", 0, 1_000);
    run.failed(0, 1_200);
    run.failed(0, 46_500);
    assertThat(run.verdict().wrongs()).isEmpty();

    run.failed(0, 20_000);

    assertThat(run.verdict().wrongs()).hasSize(1);
    assertThat(run.verdict().failures()).hasSize(2);
  }

  @Test
  void findsAFailureOfANodeThatHeldATokenAlsoWithoutDatabase() {
    run.history().databaseDown(new Span(-1, 5_000, 38_000));
    run.issued("a", 0, 0);
    run.served(0, "a", 1_000);
    run.history().callout(new Callout(OTHER, 0, 20_000, 20_100, null, "StoreUnavailableException"));
    run.failed(0, 44_500);
    run.failed(1, 20_000);
    assertThat(run.verdict().wrongs()).isEmpty();

    run.failed(0, 39_000);

    assertThat(run.verdict().wrongs()).hasSize(1);
  }

  @Test
  void findsAFailureOfANodeThatCouldHaveAskedWithoutDatabase() {
    run.history().databaseDown(new Span(-1, 50_000, 70_000));
    run.issued("a", 0, 0);
    run.served(0, "a", 1_000);
    run.failed(0, 49_950);
    run.failed(0, 69_950);
    run.failed(1, 60_000);
    assertThat(run.verdict().wrongs()).isEmpty();

    run.failed(0, 60_000);
    assertThat(run.verdict().wrongs()).hasSize(1);

    run.history().stopped(new Span(NODE, 40_000, 59_900));
    run.failed(0, 65_200);
    assertThat(run.verdict().wrongs()).isEmpty();

    run.failed(0, 65_300);
    assertThat(run.verdict().wrongs()).hasSize(1);
  }

  @Test
  void excusesAFailureWithoutDatabaseOfANodeThatLostItsToken() {
    run.history().databaseDown(new Span(-1, 5_000, 25_000));
    run.issued("of a node that is killed", 0, 0);
    run.served(0, "of a node that is killed", 1_000);
    run.history().killed(NODE, 1_500);
    run.issued("revoked", 1, 2_000);
    run.served(1, "revoked", 3_000);
    run.revoked(1, 4_000);
    run.issued("from before that is heard", 2, 3_000);
    run.revoked(2, 2_000);
    run.served(2, "from before that is heard", 4_000);

    run.failed(0, 20_000);
    run.failed(1, 20_000);
    run.failed(2, 20_000);

    assertThat(run.verdict().wrongs()).isEmpty();
  }

  @Test
  void findsWhatNobodyExpectsWhateverHappens() {
    run.history().databaseDown(new Span(-1, 0, 25_000));
    run.history().fault("node 0 ended by itself");
    run.history()
        .callout(new Callout(NODE, 0, 1_000, 1_000, null, "java.lang.IllegalStateException*"));

    assertThat(run.verdict().wrongs()).hasSize(2);
  }
}
