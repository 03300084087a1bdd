package io.calloutauth.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.testkit.ManualWorld;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Endpoints that hang cannot take the places of those that answer. */
class BulkheadHealthTest {

  private static final Duration LONGEST = Duration.ofSeconds(16);
  private static final Duration TURN = Duration.ofSeconds(1);

  private static void work() {}

  private final Deque<Runnable> started = new ArrayDeque<>();
  private final ManualWorld time = new ManualWorld();
  private final Bulkhead bulkhead = new Bulkhead(started::add, time.world(), LONGEST);
  private int number;

  private Place place(EndpointHealth health) {
    number++;
    return new Place("tenant-" + number, "host-" + number, health);
  }

  private void crowd(EndpointHealth health) {
    for (int i = 0; i < 100; i++) {
      submit(bulkhead, place(health), BulkheadHealthTest::work);
    }
  }

  @Test
  void keepsPlacesForEachBetterHealth() {
    crowd(EndpointHealth.SLOW);
    assertThat(bulkhead.running()).isEqualTo(16);

    crowd(EndpointHealth.UNKNOWN);
    assertThat(bulkhead.running()).isEqualTo(16 + 16 + 1);
    time.pass(LONGEST);
    assertThat(bulkhead.running()).isEqualTo(48);

    crowd(EndpointHealth.PROMPT);
    assertThat(bulkhead.running()).isEqualTo(64);
    assertThat(bulkhead.waiting()).isEqualTo(300 - 64);
  }

  @Test
  void letsThePromptHaveAllPlaces() {
    crowd(EndpointHealth.PROMPT);

    assertThat(bulkhead.running()).isEqualTo(64);
  }

  @Test
  void countsTheSlowAmongTheUnknown() {
    crowd(EndpointHealth.UNKNOWN);
    time.pass(Duration.ofMinutes(1));
    assertThat(bulkhead.running()).isEqualTo(48);

    crowd(EndpointHealth.SLOW);

    assertThat(bulkhead.running()).isEqualTo(48);
  }

  @Test
  void hasAPlaceForWhoIsNewInEachTurnHoweverManyHang() {
    for (int turn = 1; turn <= 16; turn++) {
      crowd(EndpointHealth.UNKNOWN);
      List<String> started = new ArrayList<>();
      submit(bulkhead, place(EndpointHealth.UNKNOWN), () -> started.add("new"));

      time.pass(TURN);

      runTheLast();
      assertThat(started).as("in turn %d", turn).containsExactly("new");
    }
  }

  private void runTheLast() {
    Objects.requireNonNull(started.pollLast()).run();
  }

  @Test
  void prefersTenantsWithNothingRunningAmongTheUnknown() {
    crowd(EndpointHealth.UNKNOWN);
    List<String> ran = new ArrayList<>();
    submit(bulkhead, place(EndpointHealth.UNKNOWN), () -> ran.add("new"));
    for (int i = 0; i < 20; i++) {
      submit(
          bulkhead,
          new Place("tenant-1", "other-" + i, EndpointHealth.UNKNOWN),
          BulkheadHealthTest::work);
    }

    time.pass(TURN);

    runTheLast();
    assertThat(ran).containsExactly("new");
  }

  @Test
  void goesOnWithTheUnknownWithoutWaitingForTurnsWhereTheyAnswer() {
    crowd(EndpointHealth.UNKNOWN);

    while (!started.isEmpty()) {
      Objects.requireNonNull(started.pollFirst()).run();
    }

    assertThat(bulkhead.waiting()).isZero();
  }

  @Test
  void doesNotCountThePromptAgainstTheSlow() {
    for (int i = 0; i < 48; i++) {
      submit(bulkhead, place(EndpointHealth.PROMPT), BulkheadHealthTest::work);
    }

    crowd(EndpointHealth.SLOW);

    assertThat(bulkhead.running()).isEqualTo(64);
  }

  @Test
  void startsTheNextOfAHealthWhenOneOfItEnds() {
    crowd(EndpointHealth.SLOW);

    Objects.requireNonNull(started.pollFirst()).run();

    assertThat(bulkhead.running()).isEqualTo(16);
    assertThat(bulkhead.waiting()).isEqualTo(100 - 17);
  }

  /** Nothing of theirs ends, and no other turn comes, before the others start. */
  @ParameterizedTest
  @EnumSource(names = {"UNKNOWN", "SLOW"})
  void aTenantWhoseEndpointsHangLeavesPlacesForThoseOfOthers(EndpointHealth health) {
    crowdOf("noisy", health);
    time.pass(LONGEST);
    int before = bulkhead.running();

    for (int tenants = 1; tenants <= 5; tenants++) {
      submit(bulkhead, place(health), BulkheadHealthTest::work);

      assertThat(bulkhead.running()).isEqualTo(before + tenants);
    }
  }

  @Test
  void severalTenantsWhoseNewEndpointsHangLeaveAPlaceToo() {
    for (int tenant = 0; tenant < 3; tenant++) {
      crowdOf("noisy-" + tenant, EndpointHealth.UNKNOWN);
    }
    time.pass(LONGEST.dividedBy(2));
    int before = bulkhead.running();

    submit(bulkhead, place(EndpointHealth.UNKNOWN), BulkheadHealthTest::work);

    assertThat(bulkhead.running()).isEqualTo(before + 1);
  }

  /** Each hangs for as long as it may, and the next starts in its place, if it may at all. */
  @Test
  void neverRunsMoreOfTheUnknownThanStartAtOnceAndInTurns() {
    for (int tenant = 0; tenant < 4; tenant++) {
      crowdOf("noisy-" + tenant, EndpointHealth.UNKNOWN);
    }
    Deque<Integer> startedIn = new ArrayDeque<>();
    for (int turn = 0; turn < 100; turn++) {
      while (startedIn.size() < started.size()) {
        startedIn.addLast(turn);
      }
      while (!startedIn.isEmpty() && startedIn.getFirst() == turn - 16) {
        startedIn.removeFirst();
        Objects.requireNonNull(started.pollFirst()).run();
        while (startedIn.size() < started.size()) {
          startedIn.addLast(turn);
        }
      }
      assertThat(bulkhead.running()).as("in turn %d", turn).isLessThanOrEqualTo(32);
      time.pass(TURN);
    }
  }

  private void crowdOf(String tenant, EndpointHealth health) {
    for (int i = 0; i < 100; i++) {
      submit(bulkhead, new Place(tenant, tenant + "-host-" + i, health), BulkheadHealthTest::work);
    }
  }

  @Test
  void runsAllInTheEnd() {
    crowd(EndpointHealth.SLOW);
    crowd(EndpointHealth.UNKNOWN);
    crowd(EndpointHealth.PROMPT);

    int run = 0;
    while (!started.isEmpty()) {
      Objects.requireNonNull(started.pollFirst()).run();
      run++;
    }

    assertThat(run).isEqualTo(300);
    assertThat(bulkhead.running()).isZero();
  }

  @Test
  void keepsTheBoundsOfHostAndTenantForThePrompt() {
    for (int i = 0; i < 20; i++) {
      submit(
          bulkhead,
          new Place("tenant-" + i, "host", EndpointHealth.PROMPT),
          BulkheadHealthTest::work);
    }
    assertThat(bulkhead.running()).isEqualTo(8);

    for (int i = 0; i < 20; i++) {
      submit(
          bulkhead,
          new Place("tenant", "host-" + i, EndpointHealth.PROMPT),
          BulkheadHealthTest::work);
    }
    assertThat(bulkhead.running()).isEqualTo(8 + 16);
  }

  private static void submit(Bulkhead to, Place place, Bulkhead.Work work) {
    to.submit(place, work, Duration.ofDays(1));
  }
}
