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
  void mindsTooManyAsOneOfEachTenant() {
    for (int n = 0; n <= 20_000; n++) {
      replay.add(binding(n % 2 == 0 ? "acme" : "other", n));
    }
    replay.next();
    replay.next();

    assertThat(replay.due())
        .containsExactly(new Change("acme", Kind.TENANT, ""), new Change("other", Kind.TENANT, ""));
  }
}
