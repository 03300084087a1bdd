package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.TokenOutcome.Unroutable;
import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.RateLimit.Permit;
import io.calloutauth.testkit.ManualWorld;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CacheEvictionTest {

  private static final int MOST = 40; // so each fourth addition makes it look
  private static final Duration JUST_NOW = Duration.ofSeconds(1);

  private final ManualWorld time = new ManualWorld();
  private final Clocks clocks = time.world().clocks();
  private final TenantCache<RouteToken> acme = new TenantCache<>("acme");
  private final TenantCache<RouteToken> umbrella = new TenantCache<>("umbrella");
  private final CacheEviction eviction =
      new CacheEviction(() -> List.of(acme, umbrella), clocks, MOST);

  private TenantCache<RouteToken> cache(int i) {
    return i % 2 == 0 ? acme : umbrella;
  }

  /** Adds slots a millisecond apart, one tenant's in turn with the other's. */
  private void add(int from, int to) {
    for (int i = from; i < to; i++) {
      TenantCache<RouteToken> cache = cache(i);
      Slot slot = new Slot(Entries.entry("p" + i), clocks, (of, flight) -> {});
      assertThat(cache.keep(slot, cache.changes())).isSameAs(slot);
      time.pass(Duration.ofMillis(1));
      eviction.noteAddition();
    }
  }

  private void look() {
    for (int i = 0; i < MOST / 10; i++) {
      eviction.noteAddition();
    }
  }

  private int held() {
    return acme.size() + umbrella.size();
  }

  private boolean holds(int i) {
    return cache(i).slot("p" + i) != null;
  }

  /** Asks for a token; whether an exchange is under way from then on is up to the permit. */
  private void use(int i, Permit permit) {
    Slot slot = Objects.requireNonNull(cache(i).slot("p" + i));
    assertThat(slot.request(Demand.USE, null, permit)).isNotCancelled();
  }

  @Test
  void dropsNothingUpToItsBound() {
    add(0, MOST);
    time.pass(JUST_NOW);
    look();

    assertThat(held()).isEqualTo(MOST);
  }

  @Test
  void makesRoomForATenthMoreWhenItLooks() {
    add(0, MOST);
    time.pass(JUST_NOW);
    add(MOST, MOST + 3);
    assertThat(held()).as("not looked yet").isEqualTo(MOST + 3);

    add(MOST + 3, MOST + 4);
    assertThat(held()).isEqualTo(MOST - 4);

    add(MOST + 4, MOST + 11);
    assertThat(held()).as("each fourth time again").isEqualTo(MOST + 3);
  }

  @Test
  void dropsTheLeastRecentlyUsedOfAllTenants() {
    add(0, MOST);
    time.pass(JUST_NOW);
    use(0, Permit.NEVER);
    time.pass(JUST_NOW.multipliedBy(2));
    add(MOST, MOST + 4);

    assertThat(holds(0)).isTrue();
    assertThat(IntStream.rangeClosed(1, 8)).noneMatch(this::holds);
    assertThat(IntStream.range(9, MOST + 4)).allMatch(this::holds);
  }

  @Test
  void dropsNoneThatIsWaitedFor() {
    add(0, MOST);
    IntStream.range(0, 4).forEach(i -> use(i, Permit.ALWAYS));
    time.pass(JUST_NOW);
    for (int i = 4; i < MOST; i++) {
      use(i, Permit.NEVER);
      time.pass(Duration.ofMillis(1));
    }
    time.pass(JUST_NOW.multipliedBy(2));
    add(MOST, MOST + 4);

    assertThat(IntStream.range(0, 4)).allMatch(this::holds);
    assertThat(IntStream.range(4, 12)).noneMatch(this::holds);
  }

  @Test
  void dropsNoneThatWasUsedJustNow() {
    add(0, MOST + 4);
    assertThat(held()).isEqualTo(MOST + 4);

    time.pass(JUST_NOW.minusMillis(MOST + 4));
    look();
    assertThat(holds(0)).as("a second ago").isTrue();

    time.pass(Duration.ofNanos(1));
    look();
    assertThat(holds(0)).as("longer ago").isFalse();
    assertThat(holds(1)).isTrue();
  }

  @Test
  void forgetsRoutesThatAreOverWheneverItLooks() {
    Route<RouteToken> deadEnd = Route.deadEnd(Unroutable.UNBOUND, "n", clocks.now(), null);
    assertThat(acme.keep(deadEnd, acme.changes())).isTrue();
    time.pass(Duration.ofSeconds(30));
    add(0, 3);
    assertThat(acme.route("n")).isSameAs(deadEnd);

    add(3, 4);
    assertThat(acme.route("n")).isNull();
  }

  @Test
  void looksEachTimeWhenItsBoundIsSmall() {
    CacheEviction small = new CacheEviction(() -> List.of(acme), clocks, 1);
    add(0, 3);
    time.pass(JUST_NOW.multipliedBy(2));
    assertThat(acme.size()).isEqualTo(2);

    small.noteAddition();

    assertThat(acme.size()).isEqualTo(1);
  }
}
