package io.calloutauth;

import io.calloutauth.schedule.FairPlaces;
import io.calloutauth.schedule.FairQueue;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded, fair queue of events that tells the listener of what happens to tokens, one event
 * after another on a thread of its own, so that a slow or broken listener harms no callout. Tenants
 * take turns, and the events of one come in their order. Drops and counts what finds no room, and
 * what the listener does not come to when the queue is closed: a tenant may fill one half while it
 * is alone, and as much as it leaves free beside others, so that its flood drops its own events;
 * the last room is kept for those of which little waits. Never interrupts the listener.
 * Thread-safe.
 */
final class EventQueue {

  private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
  private static final int TENANTS_ROOM = 10_000;
  private static final int ROOM = 2 * TENANTS_ROOM;

  private final List<CalloutAuthListener> listeners;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private final FairQueue<CalloutAuthEvent> events = new FairQueue<>();

  private final FairPlaces<CalloutAuthEvent> room = new FairPlaces<>(ROOM, TENANTS_ROOM);
  private int waiting;
  private long dropped;
  private boolean isTelling;
  private boolean isClosed;
  private @Nullable Thread thread;

  EventQueue(List<CalloutAuthListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /** Adds an event, or counts it as dropped; never blocks. */
  void add(CalloutAuthEvent event) {
    if (listeners.isEmpty()) {
      return;
    }
    boolean isFirstDropped = false;
    lock.lock();
    try {
      if (isClosed) {
        dropped++;
      } else if (room.take(event.tenant())) {
        events.add(event.tenant(), event);
        waiting++;
        start();
        changed.signalAll();
      } else {
        dropped++;
        isFirstDropped = room.refuse(event.tenant());
      }
    } finally {
      lock.unlock();
    }
    if (isFirstDropped) {
      LOG.warn("Events of tenant {} are dropped: the listener is too slow", event.tenant());
    }
  }

  /** Counts an event that could not even be added. */
  void countDropped() {
    lock.lock();
    try {
      dropped++;
    } finally {
      lock.unlock();
    }
  }

  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  private void start() {
    if (thread == null) {
      Thread teller = new Thread(this::run, "callout-auth-events");
      teller.setDaemon(true);
      teller.start();
      thread = teller;
    }
  }

  private void run() {
    for (CalloutAuthEvent event = take(); event != null; event = take()) {
      tell(event);
      if (Thread.interrupted()) { // the listener's own, and not meant for the next event
        LOG.debug("The listener left the thread of events interrupted");
      }
    }
  }

  /** Returns the next event, or null when there will be none any more. */
  private @Nullable CalloutAuthEvent take() {
    lock.lock();
    try {
      isTelling = false;
      changed.signalAll();
      while (events.isEmpty() && !isClosed) {
        changed.awaitUninterruptibly();
      }
      CalloutAuthEvent next = events.poll();
      isTelling = next != null;
      if (next != null) {
        waiting--;
        room.leave(next.tenant());
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void tell(CalloutAuthEvent event) {
    for (CalloutAuthListener listener : listeners) {
      try {
        listener.onEvent(event);
      } catch (RuntimeException | Error broken) {
        LOG.warn("The listener failed on an event of type {}", event.type(), broken);
      }
    }
  }

  /**
   * Takes no event any more and lets the listener come to those that wait.
   *
   * @param nanos how long to wait for that at most, in nanoseconds; a listener that closes from
   *     inside waits for nothing
   * @return what is left of that
   */
  long drain(long nanos) throws InterruptedException {
    lock.lock();
    try {
      isClosed = true;
      changed.signalAll();
      long left = nanos;
      while (isBusy() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return left;
    } finally {
      lock.unlock();
    }
  }

  private boolean isBusy() {
    return thread != null && thread != Thread.currentThread() && (isTelling || !events.isEmpty());
  }

  /** Drops what still waits: from now on the listener is told of nothing more. */
  void close() {
    lock.lock();
    try {
      isClosed = true;
      if (waiting > 0) {
        dropped += waiting;
        LOG.warn("{} events were dropped: the listener did not come to them", waiting);
        waiting = 0;
        events.clear();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the thread of this closed queue is gone, unless it is the one that asks.
   *
   * @return whether it is gone
   */
  boolean awaitEnd(long nanos) throws InterruptedException {
    Thread teller = teller();
    if (teller == null || teller == Thread.currentThread()) {
      return true;
    }
    if (nanos > 0) {
      TimeUnit.NANOSECONDS.timedJoin(teller, nanos);
    }
    return !teller.isAlive();
  }

  private @Nullable Thread teller() {
    lock.lock();
    try {
      return thread;
    } finally {
      lock.unlock();
    }
  }
}
