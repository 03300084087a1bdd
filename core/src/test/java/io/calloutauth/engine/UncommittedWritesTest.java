package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.schedule.Clocks.Moment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What waits for the commit of a host's transaction. */
class UncommittedWritesTest {

  private static final Moment START = new Moment(0, 0);

  private final UncommittedWrites writes = new UncommittedWrites();

  private static Moment after(Duration time) {
    return START.plus(time);
  }

  @Test
  void bindingsPassUntilAReadShowsWhatWasWritten() {
    writes.addBinding("n", "p2", START);

    assertThat(writes.isPassing("n", "p1", START)).isTrue();
    assertThat(writes.isPassing("other", "p1", START)).isFalse();
    assertThat(writes.isPassing("n", "p2", START)).isFalse();
    assertThat(writes.isPassing("n", "p1", START)).isFalse();
    assertThat(writes.isEmpty()).isTrue();
  }

  @Test
  void providersPassUntilAReadShowsTheirVersionOrThatTheyAreGone() {
    writes.addProvider("edited", 3, START);
    writes.addProvider("deleted", 0, START);

    assertThat(writes.isPassing("edited", 2, START)).isTrue();
    assertThat(writes.isPassing("deleted", 2, START)).isTrue();
    assertThat(writes.isPassing("edited", 4, START)).isFalse();
    assertThat(writes.isPassing("deleted", 0, START)).isFalse();
    assertThat(writes.isEmpty()).isTrue();
  }

  @Test
  void providersAreReadAgainAfterASecond() {
    writes.addProvider("p", 2, START);

    assertThat(writes.isDue("p", START)).isTrue();
    writes.isPassing("p", 1, START);
    assertThat(writes.isDue("p", after(Duration.ofMillis(999)))).isFalse();
    assertThat(writes.isDue("p", after(Duration.ofSeconds(1)))).isTrue();
    assertThat(writes.isDue("other", START)).isFalse();
  }

  @Test
  void whatIsRolledBackPassesForAQuarterOfAnHour() {
    Duration quarter = Duration.ofMinutes(15);
    writes.addBinding("n", "p", START);
    writes.addProvider("p", 2, START);

    writes.sweep(after(quarter.minusMillis(1)));
    assertThat(writes.isPassing("n", "", after(quarter.minusMillis(1)))).isTrue();
    assertThat(writes.isPassing("p", 1, after(quarter.minusMillis(1)))).isTrue();
    assertThat(writes.isPassing("n", "", after(quarter))).isFalse();
    assertThat(writes.isPassing("p", 1, after(quarter))).isFalse();

    writes.addBinding("n", "p", START);
    writes.addProvider("p", 2, START);
    writes.addPurge(START);
    writes.sweep(after(quarter));
    assertThat(writes.isEmpty()).isTrue();
  }

  /** Committed, and bound anew by another before this node read it. */
  @Test
  void aBindingThatChangesAfterTheFirstReadEndsThem() {
    writes.addBinding("n", "p2", START);

    assertThat(writes.isPassing("n", "p1", START)).isTrue();
    assertThat(writes.isPassing("n", "p1", after(Duration.ofMinutes(14)))).isTrue();
    assertThat(writes.isPassing("n", "p3", after(Duration.ofMinutes(14)))).isFalse();
    assertThat(writes.isEmpty()).isTrue();
  }

  @Test
  void everythingPassesAfterAPurgeUntilItIsHeardOf() {
    writes.addPurge(START);

    assertThat(writes.isPassing("n", "p", START)).isTrue();
    assertThat(writes.isPassing("p", 1, START)).isTrue();
    assertThat(writes.isDue("p", START)).isFalse();
    writes.hearPurge();
    assertThat(writes.isPassing("n", "p", START)).isFalse();
    assertThat(writes.isPassing("p", START)).isFalse();
  }

  @Test
  void moreThanABoundAreOneOfEverything() {
    for (int i = 0; i < 10_000; i++) {
      writes.addBinding("n" + i, "p", START);
    }
    assertThat(writes.isPassing("other", "p", START)).isFalse();

    writes.addProvider("p", 2, START);

    assertThat(writes.isPassing("other", "p", START)).isTrue();
    assertThat(writes.isPassing("p", 1, START)).isTrue();

    writes.hearPurge();

    assertThat(writes.isPassing("other", "p", START)).as("nothing of these was heard of").isTrue();
  }
}
