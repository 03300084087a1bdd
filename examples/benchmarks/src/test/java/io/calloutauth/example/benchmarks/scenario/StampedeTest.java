package io.calloutauth.example.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.example.benchmarks.report.Budget;
import io.calloutauth.example.benchmarks.scenario.Stampede.Seen;
import io.calloutauth.example.benchmarks.subject.Subjects;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StampedeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double WAIT = 1e8;
  private static final Seen BARE = new Seen(1, WAIT, 0, 200, 200);

  @ParameterizedTest
  @EnumSource(names = {"HEALTHY", "FAILING"})
  void oneExchangeServesAllCallersWhateverComesOfIt(Health health) throws InterruptedException {
    Seen seen = Stampede.once(Subjects.CALLOUT_AUTH, 200, health, PATIENCE);

    assertThat(seen.exchanges()).isEqualTo(1);
    assertThat(seen.right()).isEqualTo(200);
    assertThat(seen.waiting()).isZero();
  }

  @Test
  void isMetWhenAllCallersGetWhatTheyShould() {
    assertThat(Stampede.budget(Health.HEALTHY, BARE, BARE).met()).isTrue();
  }

  @Test
  void isMissedWhenOneCallerDoesNotGetWhatItShould() {
    Seen oneRefused = new Seen(1, WAIT, 0, 199, 200);

    Budget budget = Stampede.budget(Health.HEALTHY, oneRefused, BARE);

    assertThat(budget.met()).isFalse();
    assertThat(budget.measured()).contains("199 served");
    assertThat(oneRefused.text()).contains("1 otherwise");
  }

  @Test
  void isMissedByASecondExchangeAndByALongerWait() {
    Seen twoExchanges = new Seen(2, WAIT, 0, 200, 200);
    Seen late = new Seen(1, 1.3 * WAIT, 0, 200, 200);

    assertThat(Stampede.budget(Health.FAILING, twoExchanges, BARE).met()).isFalse();
    assertThat(Stampede.budget(Health.FAILING, late, BARE).met()).isFalse();
  }
}
