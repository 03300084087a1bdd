package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Kind;
import org.junit.jupiter.api.Test;

class ChangeReplayTest {

  private final ChangeReplay replay = new ChangeReplay();

  private static Change binding(String tenant, int n) {
    return new Change(tenant, Kind.BINDING, "n" + n);
  }

  @Test
  void isDueTwoPollsAfterAChangeWasHeardOfLast() {
    replay.add(binding("acme", 1));
    replay.next();
    replay.add(binding("acme", 2));
    replay.add(binding("acme", 1));
    assertThat(replay.due()).isEmpty();
    replay.next();
    assertThat(replay.due()).isEmpty();
    replay.next();

    assertThat(replay.due()).containsExactly(binding("acme", 2), binding("acme", 1));
  }

  @Test
  void keepsWhatIsDueUntilItWasReadOnceMore() {
    replay.add(binding("acme", 1));
    replay.add(binding("acme", 2));
    replay.next();
    replay.next();

    replay.remove(binding("acme", 1));

    assertThat(replay.due()).containsExactly(binding("acme", 2));
  }

  @Test
  void mindsTooManyAsOneOfTheTenantThatHasTheMostAlone() {
    for (int n = 0; n < 100; n++) {
      replay.add(binding("quiet", n));
    }
    for (int n = 0; n < 50_000; n++) {
      replay.add(binding("noisy", n));
    }
    replay.next();
    replay.next();

    assertThat(replay.due())
        .contains(new Change("noisy", Kind.TENANT, ""), binding("quiet", 0), binding("quiet", 99))
        .doesNotContain(new Change("quiet", Kind.TENANT, ""))
        .hasSizeLessThanOrEqualTo(20_000);
  }

  @Test
  void keepsNoMoreThanOneOfEachWhereThereAreTooManyTenants() {
    for (int round = 0; round < 3; round++) {
      for (int tenant = 0; tenant < 25_000; tenant++) {
        replay.add(binding("t" + tenant, round));
      }
    }
    replay.next();
    replay.next();

    assertThat(replay.due()).hasSizeLessThanOrEqualTo(25_200);
  }
}
