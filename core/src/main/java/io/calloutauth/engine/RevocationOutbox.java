package io.calloutauth.engine;

import io.calloutauth.engine.CommandOutcome.RevocationOutcome;
import io.calloutauth.engine.RevocationDelivery.RevocationTurns;
import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.FairExecutor;
import io.calloutauth.schedule.World.BackgroundTasks;
import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.RevocationStore;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells servers of revocations, at first and again, each until its token's end (RFC 7009 section
 * 2.2.1). Thread-safe; what blocks runs on the threads that it was given.
 *
 * <ol>
 *   <li>What is to be told is in the store, sealed so that it opens for nothing else, and outlives
 *       the node.
 *   <li>Every node looks once a minute for one that is due; the node that put it off looks when it
 *       falls due. Whoever claims it offers it; tenants take turns.
 *   <li>Not told again: it is put off, for twice as long, or as long as the server asks.
 *   <li>A node that ends while it offers one leaves a claim that runs out.
 *   <li>Just before it is told, the provider is read again: a token that its row does not let go
 *       there is told to nobody.
 *   <li>What no key could seal waits on its node alone; for what is offered of that, tenants take
 *       turns on threads of its own.
 * </ol>
 */
final class RevocationOutbox {

  private static final Logger LOG = LoggerFactory.getLogger(RevocationOutbox.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final int MOST_AT_ONCE = 8;
  private final RevocationStore store;
  private final RevocationDelivery delivery;
  private final BackgroundTasks tasks;
  private final Clocks clocks;
  private final TokenListener listener;
  private final RevocationTurns turns;
  private final VolatileRevocations unkept;
  private final AtomicInteger looking = new AtomicInteger();
  private volatile boolean isClosed;

  RevocationOutbox(
      RevocationStore store,
      RevocationDelivery delivery,
      BackgroundTasks tasks,
      FairExecutor turnsOfUnkept,
      Clocks clocks,
      TokenListener listener) {
    this.store = store;
    this.delivery = delivery;
    this.tasks = tasks;
    this.clocks = clocks;
    this.listener = listener;
    this.turns = new RevocationTurns(store, MOST_AT_ONCE);
    this.unkept =
        new VolatileRevocations(
            clocks::now,
            this::tell,
            tenant -> new BackgroundTasks(tasks.timer(), turnsOfUnkept.of(tenant)));
  }

  /** Looks once a minute from now on for what any node left; returns at once. */
  void lookEachMinute() {
    tasks.timer().after(INTERVAL, this::lookAndGoOn);
  }

  private void lookAndGoOn() {
    lookEachMinute();
    look();
    unkept.offerAll();
  }

  /** Looks when something falls due; returns at once. */
  void lookAfter(Duration due) {
    tasks.timer().after(due, this::look);
  }

  private void look() {
    if (looking.incrementAndGet() > MOST_AT_ONCE) {
      looking.decrementAndGet(); // those who look go on until nothing is due
    } else {
      tasks.now(this::offerAllDue);
    }
  }

  private void offerAllDue() {
    try {
      for (var due = nextDue(); due.isPresent(); due = nextDue()) {
        look(); // for others, while this server takes its time
        offerInTurn(due.get());
      }
    } catch (StoreException down) {
      LOG.debug("Revocations that wait are not offered: the store does not answer", down);
    } finally {
      looking.decrementAndGet();
    }
  }

  /** A closed node could tell no server. */
  private Optional<PendingRevocation> nextDue() {
    return isClosed ? Optional.empty() : turns.claim(claim());
  }

  private void offerInTurn(PendingRevocation pending) {
    try {
      offer(pending);
    } finally {
      turns.end(pending);
    }
  }

  private void offer(PendingRevocation pending) {
    if (pending.endsIn().isZero()) {
      forget(pending, "the token is over");
      return;
    }
    RevocationOutcome revoked = tell(Revocable.kept(pending, clocks.now().plus(pending.endsIn())));
    LOG.debug(
        "Provider {}: a revocation was offered again: {}", pending.provider().id(), revoked.told());
    listener.revokedLater(pending.provider(), "", revoked.told());
  }

  /** Returns how long nobody else offers what this node is about to tell. */
  Duration claim() {
    return delivery.longest();
  }

  /** Takes on what the store does not keep: it waits on this node until it is told. */
  void takeOn(Revocable revocable) {
    if (revocable.pending() == null && !revocable.isOver(clocks.now())) {
      unkept.add(revocable);
    }
  }

  /**
   * Tells the server, if the token is still that of the provider's row; blocks for up to one
   * request. Then the revocation is kept no more, or it is put off.
   */
  RevocationOutcome tell(Revocable revocable) {
    RevocationDelivery.Delivered delivered = delivery.deliver(revocable);
    if (delivered.hopeless() == null) {
      settle(revocable, delivered.result());
    } else {
      giveUp(revocable, delivered.hopeless());
    }
    return delivered.outcome();
  }

  private void giveUp(Revocable revocable, String why) {
    PendingRevocation pending = revocable.pending();
    if (pending == null) {
      unkept.remove(revocable);
      VolatileRevocations.warnForgotten(revocable.provider().id(), why);
    } else {
      forget(pending, why);
    }
  }

  /** What fails here leaves a claim that runs out. */
  private void settle(Revocable revocable, RevocationResult result) {
    PendingRevocation pending = revocable.pending();
    if (pending == null) {
      unkept.settle(revocable, result);
      return;
    }
    try {
      if (result.outcome() == RevocationResult.Outcome.NOT_TOLD) {
        putOff(pending, result.retryDelay());
      } else {
        store.remove(pending);
      }
    } catch (StoreException down) {
      LOG.debug("A revocation stays claimed: the store does not answer", down);
    }
  }

  private void putOff(PendingRevocation pending, @Nullable Duration wait) {
    Duration due = RevocationDelivery.delay(pending.claims(), wait);
    if (due.compareTo(pending.endsIn()) >= 0) {
      forget(pending, "the token is over by then");
    } else if (store.putOff(pending, due)) {
      lookAfter(due);
    } else if (pending.claims() == 0) {
      VolatileRevocations.warnForgotten(
          pending.provider().id(), "the provider is gone, or too many of its wait");
    }
  }

  private void forget(PendingRevocation pending, String why) {
    store.remove(pending);
    VolatileRevocations.warnForgotten(pending.provider().id(), why);
  }

  /** Claims nothing any more. */
  void close() {
    isClosed = true;
  }

  @Override
  public String toString() {
    return "RevocationOutbox[" + looking + " look]";
  }
}
