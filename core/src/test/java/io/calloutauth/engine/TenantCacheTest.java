package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.engine.TokenOutcome.Unroutable;
import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.testkit.ManualWorld;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantCacheTest {

  private final ManualWorld time = new ManualWorld();
  private final Clocks clocks = time.world().clocks();
  private final TenantCache<RouteToken> cache = new TenantCache<>("acme");

  private Slot slot(String id) {
    return new Slot(Entries.entry(id), clocks, (slot, flight) -> {});
  }

  private void keep(Route<RouteToken> route) {
    assertThat(cache.keep(route, cache.changes())).isTrue();
  }

  private Moment now() {
    return clocks.now();
  }

  @Test
  void sweepsDeadRoutesAndLeavesTheOthers() {
    Slot alive = slot("alive");
    Slot gone = slot("gone");
    keep(Route.to(cache, alive, "alive", null));
    keep(Route.to(cache, gone, "gone", null));
    keep(Route.deadEnd(Unroutable.UNBOUND, "old", now(), null));
    gone.retire(Passing.SUPERSEDED);
    time.pass(Duration.ofSeconds(30));
    keep(Route.deadEnd(Unroutable.UNBOUND, "new", now(), null));

    cache.sweep(now(), 10);

    assertThat(cache.route("alive")).isNotNull();
    assertThat(cache.route("new")).isNotNull();
    assertThat(cache.route("gone")).isNull();
    assertThat(cache.route("old")).isNull();
  }

  @Test
  void sweepsAllDeadEndsWhenThereAreTooManyRoutes() {
    keep(Route.to(cache, slot("alive"), "alive", null));
    keep(Route.deadEnd(Unroutable.UNBOUND, "a", now(), null));
    keep(Route.deadEnd(Unroutable.UNBOUND, "b", now(), null));

    cache.sweep(now(), 2);

    assertThat(cache.route("alive")).isNotNull();
    assertThat(cache.route("a")).isNull();
    assertThat(cache.route("b")).isNull();
  }

  @Test
  void leavesTheSlotAloneThatTookTheJudgedOnesPlace() {
    Slot judged = slot("crm");
    Slot later = slot("crm");
    assertThat(cache.keep(judged, cache.changes())).isSameAs(judged);
    cache.retire("crm", Passing.SUPERSEDED);
    assertThat(cache.keep(later, cache.changes())).isSameAs(later);

    cache.retire(judged, Passing.SUPERSEDED);

    assertThat(cache.slot("crm")).isSameAs(later);
    assertThat(later.retired()).isNull();
  }

  @Test
  void keepsNothingAfterItIsClosed() {
    Slot late = slot("late");
    cache.close(Passing.CLOSED);

    assertThat(cache.keep(late, cache.changes())).isSameAs(late);
    assertThat(late.retired()).isEqualTo(Passing.CLOSED);
    assertThat(cache.size()).isZero();
  }

  @Test
  void keepsNothingThatWasReadBeforeAChange() {
    long before = cache.changes();
    cache.noteChange();

    assertThat(cache.keep(slot("a"), before)).isNull();
    assertThat(cache.keep(Route.deadEnd(Unroutable.UNBOUND, "n", now(), null), before)).isFalse();
    assertThat(cache.route("n")).isNull();
  }

  /**
   * Two who read one provider at once, an edit in between: whoever comes last has the later row.
   */
  @ParameterizedTest
  @CsvSource({"2, 2, digest", "2, 2, other", "2, 1, other", "1, 1, other"})
  void aSlotNeverTakesOverARowThatItsTokenIsNotOf(long version, long epoch, String destinations) {
    Slot earlier = new Slot(Entries.entry("a", 1, 1, "digest"), clocks, (slot, flight) -> {});
    Slot later =
        new Slot(Entries.entry("a", version, epoch, destinations), clocks, (slot, flight) -> {});
    long before = cache.changes();
    assertThat(cache.keep(earlier, before)).isSameAs(earlier);

    assertThat(cache.keep(later, before)).isSameAs(later);

    assertThat(cache.slot("a")).isSameAs(later);
    assertThat(earlier.retired()).isEqualTo(Passing.SUPERSEDED);
    assertThat(earlier.entry().epoch()).isEqualTo(1);
    assertThat(earlier.entry().destinations()).isEqualTo("digest");
  }

  @Test
  void aRowThatWasReadEarlierAndComesLateChangesNothing() {
    Slot later = new Slot(Entries.entry("a", 2, 2, "digest"), clocks, (slot, flight) -> {});
    Slot earlier = new Slot(Entries.entry("a", 1, 1, "other"), clocks, (slot, flight) -> {});
    long before = cache.changes();
    cache.keep(later, before);

    assertThat(cache.keep(earlier, before)).isSameAs(later);

    assertThat(later.retired()).isNull();
    assertThat(later.entry().epoch()).isEqualTo(2);
  }

  @Test
  void aRenameIsTakenOverByTheSlotThatIsThere() {
    Slot held = new Slot(Entries.entry("a", 1, 1, "digest"), clocks, (slot, flight) -> {});
    Slot renamed = new Slot(Entries.entry("a", 2, 1, "digest"), clocks, (slot, flight) -> {});
    long before = cache.changes();
    cache.keep(held, before);

    assertThat(cache.keep(renamed, before)).isSameAs(held);

    assertThat(held.entry().version()).isEqualTo(2);
  }
}
