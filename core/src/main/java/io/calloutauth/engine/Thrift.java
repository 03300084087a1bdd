package io.calloutauth.engine;

import io.calloutauth.engine.TokenOutcome.Passing;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps what a node holds within bounds: the least recently used slots go first, never one that is
 * waited for. Looks each time that a tenth of the bound was added, so that a look costs each
 * addition little. Thread-safe.
 */
final class Thrift {

  /** What was used just now is about to be asked for its token: to drop it helps nobody. */
  private static final long JUST_NOW = 1_000_000_000L;

  private final Tenants tenants;
  private final Clocks clocks;
  private final int most;
  private final AtomicInteger added = new AtomicInteger();

  Thrift(Tenants tenants, Clocks clocks, int most) {
    this.tenants = tenants;
    this.clocks = clocks;
    this.most = most;
  }

  /** Notes that something was added, and makes room when it is time to. */
  void added() {
    if (added.incrementAndGet() >= Math.max(1, most / 10)) {
      added.set(0);
      makeRoom();
    }
  }

  private synchronized void makeRoom() {
    int held = tenants.all().stream().mapToInt(Holdings::size).sum();
    if (held > most) {
      idlest(held - most + most / 10).forEach(this::drop);
    }
    Moment now = Moment.now(clocks);
    tenants.all().forEach(holdings -> holdings.sweep(now, most));
  }

  private List<Slot> idlest(int count) {
    long now = clocks.nanos();
    return tenants.all().stream()
        .flatMap(holdings -> holdings.slots().stream())
        .filter(slot -> !slot.isFlying())
        .map(slot -> new Idle(slot, now - slot.usedNanos()))
        .filter(idle -> idle.nanos() > JUST_NOW)
        .sorted(Comparator.comparingLong(Idle::nanos).reversed())
        .limit(count)
        .map(Idle::slot)
        .toList();
  }

  /** Taken down once: a slot that is used while slots are sorted would break their order. */
  private record Idle(Slot slot, long nanos) {}

  private void drop(Slot slot) {
    tenants.holdings(slot.entry().tenant()).retire(slot.entry().id(), Passing.SUPERSEDED);
  }
}
