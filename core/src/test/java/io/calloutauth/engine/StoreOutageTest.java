package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.store.StoreException;
import io.calloutauth.testkit.ManualWorld;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoreOutageTest {

  private final StoreException down = new StoreException("down", true, null);

  private final ManualWorld time = new ManualWorld();
  private final StoreOutage outage = new StoreOutage();

  @Test
  void isNotKnownOfAStoreThatDidNotFail() {
    assertThat(outage.known(now())).isNull();
  }

  @Test
  void sparesEverybodyFiveSeconds() {
    outage.failed(down, now());
    time.pass(Duration.ofMillis(4_999));

    assertThat(outage.known(now())).isSameAs(down);
  }

  @Test
  void letsOneAskAgainEveryFiveSeconds() {
    outage.failed(down, now());
    for (int i = 0; i < 3; i++) {
      time.pass(Duration.ofSeconds(5));

      assertThat(outage.known(now())).isNull();
      assertThat(outage.known(now())).isSameAs(down);
    }
  }

  @Test
  void isOverWhenTheStoreAnswers() {
    outage.failed(down, now());

    outage.answered();

    assertThat(outage.known(now())).isNull();
  }

  @Test
  void isNotKnownFromOneRowThatCannotBeRead() {
    outage.failed(new StoreException("bad data", false, null), now());

    assertThat(outage.known(now())).isNull();
  }

  private Moment now() {
    return time.world().clocks().now();
  }
}
