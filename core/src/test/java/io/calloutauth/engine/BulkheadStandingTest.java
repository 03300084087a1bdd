package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.engine.Bulkhead.Place;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Endpoints that hang cannot take the places of those that answer. */
class BulkheadStandingTest {

  private static void work() {}

  private final Queue<Runnable> started = new ArrayDeque<>();
  private final Bulkhead bulkhead = new Bulkhead(started::add);
  private int number;

  private Place place(Standing standing) {
    number++;
    return new Place("tenant-" + number, "host-" + number, standing);
  }

  private void crowd(Standing standing) {
    for (int i = 0; i < 100; i++) {
      bulkhead.submit(place(standing), BulkheadStandingTest::work);
    }
  }

  @Test
  void keepsPlacesForEachBetterStanding() {
    crowd(Standing.SLOW);
    assertThat(bulkhead.running()).isEqualTo(32);

    crowd(Standing.UNKNOWN);
    assertThat(bulkhead.running()).isEqualTo(48);

    crowd(Standing.PROMPT);
    assertThat(bulkhead.running()).isEqualTo(64);
    assertThat(bulkhead.waiting()).isEqualTo(300 - 64);
  }

  @Test
  void letsThePromptHaveAllPlaces() {
    crowd(Standing.PROMPT);

    assertThat(bulkhead.running()).isEqualTo(64);
  }

  @Test
  void countsTheSlowAmongTheUnknown() {
    crowd(Standing.UNKNOWN);
    crowd(Standing.SLOW);

    assertThat(bulkhead.running()).isEqualTo(48);
  }

  @Test
  void doesNotCountThePromptAgainstTheSlow() {
    for (int i = 0; i < 32; i++) {
      bulkhead.submit(place(Standing.PROMPT), BulkheadStandingTest::work);
    }

    crowd(Standing.SLOW);

    assertThat(bulkhead.running()).isEqualTo(64);
  }

  @Test
  void startsTheNextOfAStandingWhenOneOfItEnds() {
    crowd(Standing.SLOW);

    started.remove().run();

    assertThat(bulkhead.running()).isEqualTo(32);
    assertThat(bulkhead.waiting()).isEqualTo(100 - 33);
  }

  @Test
  void runsAllInTheEnd() {
    crowd(Standing.SLOW);
    crowd(Standing.UNKNOWN);
    crowd(Standing.PROMPT);

    int run = 0;
    while (!started.isEmpty()) {
      started.remove().run();
      run++;
    }

    assertThat(run).isEqualTo(300);
    assertThat(bulkhead.running()).isZero();
  }

  @Test
  void keepsTheBoundsOfHostAndTenantForThePrompt() {
    for (int i = 0; i < 20; i++) {
      bulkhead.submit(
          new Place("tenant-" + i, "host", Standing.PROMPT), BulkheadStandingTest::work);
    }
    assertThat(bulkhead.running()).isEqualTo(8);

    for (int i = 0; i < 20; i++) {
      bulkhead.submit(
          new Place("tenant", "host-" + i, Standing.PROMPT), BulkheadStandingTest::work);
    }
    assertThat(bulkhead.running()).isEqualTo(8 + 16);
  }
}
