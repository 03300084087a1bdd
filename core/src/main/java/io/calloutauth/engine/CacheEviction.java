package io.calloutauth.engine;

import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.Clocks.Moment;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The eviction of the caches, which keeps what a node holds within bounds: the least recently used
 * slots go first, never one that is waited for. Looks each time that a tenth of the bound was
 * added, so that a look costs each addition little. Thread-safe.
 */
final class CacheEviction {

  /** What was used just now is about to be asked for its token: to drop it helps nobody. */
  private static final long JUST_NOW = 1_000_000_000L;

  private final Supplier<? extends Collection<? extends TenantCache<?>>> tenants;
  private final Clocks clocks;
  private final int most;
  private final AtomicInteger added = new AtomicInteger();

  CacheEviction(
      Supplier<? extends Collection<? extends TenantCache<?>>> tenants, Clocks clocks, int most) {
    this.tenants = tenants;
    this.clocks = clocks;
    this.most = most;
  }

  /** Notes that something was added, and makes room when it is time to. */
  void noteAddition() {
    if (added.incrementAndGet() >= Math.max(1, most / 10)) {
      added.set(0);
      makeRoom();
    }
  }

  private synchronized void makeRoom() {
    int held = tenants.get().stream().mapToInt(TenantCache::size).sum();
    if (held > most) {
      idlest(held - most + most / 10).forEach(Idle::drop);
    }
    Moment now = clocks.now();
    tenants.get().forEach(cache -> cache.sweep(now, most));
  }

  private List<Idle> idlest(int count) {
    long now = clocks.nanos();
    return tenants.get().stream()
        .flatMap(cache -> cache.slots().stream().map(slot -> Idle.of(cache, slot, now)))
        .filter(idle -> !idle.slot().isFlying())
        .filter(idle -> idle.nanos() > JUST_NOW)
        .sorted(Comparator.comparingLong(Idle::nanos).reversed())
        .limit(count)
        .toList();
  }

  /** Taken down once: a slot that is used while slots are sorted would break their order. */
  private record Idle(TenantCache<?> cache, Slot slot, long nanos) {

    static Idle of(TenantCache<?> cache, Slot slot, long now) {
      return new Idle(cache, slot, now - slot.usedNanos());
    }

    void drop() {
      cache.retire(slot, Passing.SUPERSEDED);
    }
  }
}
