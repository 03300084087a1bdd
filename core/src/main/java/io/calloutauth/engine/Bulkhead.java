package io.calloutauth.engine;

import io.calloutauth.engine.Occupancy.Place;
import io.calloutauth.engine.Occupancy.Spacing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many token requests, say, run at once: in all, per endpoint host and per tenant. Who
 * finds no place waits in a queue of its own tenant, host and standing, and the queues take turns,
 * so that a crowd for one host holds up nobody else. Endpoints that hang cannot take all places,
 * however many hosts and tenants they belong to: a part is kept for endpoints of a better {@link
 * EndpointHealth}. Of those that nothing is known of, a few start at once and the others one by
 * one, so far apart that there is always a place for the next, however long each hangs; the next is
 * the newest of a tenant that has the fewest running. Thread-safe.
 */
final class Bulkhead {

  /** What runs in a place. */
  @FunctionalInterface
  interface Work extends Runnable {

    /** Runs in place of {@link #run} when there are no threads any more. */
    default void onRejected() {}

    /** Runs in place of {@link #run} when there was no place in time. */
    default void onLate() {}

    /** Runs in place of {@link #run} when a thread for it could not be had this time. */
    default void onBroken(Throwable why) {}
  }

  /** Work that waits for its place, or that has it. */
  private static final class Job {

    private final Place place;
    private final Work work;
    private Runnable cancelTimeout = () -> {};

    Job(Place place, Work work) {
      this.place = place;
      this.work = work;
    }
  }

  /** How many token requests run at once. */
  static final int PLACES = EndpointHealth.PROMPT.most();

  private static final Occupancy.Bounds OF_TOKEN_REQUESTS = new Occupancy.Bounds(PLACES, 8, 16);

  /** How many of unknown standing start at once. Those who take turns have the rest. */
  private static final int UNKNOWN_AT_ONCE = 16;

  private static final int UNKNOWN_IN_TURN =
      EndpointHealth.UNKNOWN.most() - EndpointHealth.SLOW.most() - UNKNOWN_AT_ONCE;

  private final Executor executor;
  private final Timer timer;
  private final Spacing turns;
  private boolean waking;
  private volatile boolean closed;
  private final WaitingLine<Job> waiting = new WaitingLine<>();
  private final Occupancy occupancy;

  /**
   * Makes a bulkhead for token requests.
   *
   * @param longest how long work holds its place at most
   */
  Bulkhead(Executor executor, World world, Duration longest) {
    this(executor, world, longest, OF_TOKEN_REQUESTS);
  }

  /** Makes a bulkhead with bounds of its own. */
  Bulkhead(Executor executor, World world, Duration longest, Occupancy.Bounds bounds) {
    this.executor = executor;
    this.occupancy = new Occupancy(bounds);
    this.timer = world.timer();
    this.turns = new Spacing(world.clocks(), longest.dividedBy(UNKNOWN_IN_TURN));
  }

  /**
   * Runs work as soon as there is a place for it. Does not block.
   *
   * @param maxWait how long it waits for a place at most; then it is told that it is late
   */
  void submit(Place place, Work work, Duration maxWait) {
    Job job = new Job(place, work);
    job.cancelTimeout = timer.after(maxWait, () -> giveUp(job));
    synchronized (this) {
      if (!closed) {
        waiting.add(place, job);
      }
    }
    if (closed) {
      reject(job);
    } else {
      start();
    }
  }

  private void giveUp(Job job) {
    if (withdraw(job)) {
      job.work.onLate();
    }
  }

  /** Takes back work that has not started; returns false when it has. */
  private synchronized boolean withdraw(Job job) {
    return waiting.remove(job.place, job);
  }

  private static void reject(Job job) {
    job.cancelTimeout.run();
    job.work.onRejected();
  }

  /** Rejects all that waits, and all that comes. */
  void close() {
    List<Job> rejected;
    synchronized (this) {
      closed = true;
      rejected = waiting.takeAll();
    }
    rejected.forEach(Bulkhead::reject);
  }

  synchronized int running() {
    return occupancy.inAll();
  }

  synchronized int waiting() {
    return waiting.size();
  }

  /** A place that comes free because its work did not start goes to whoever waits. */
  private void start() {
    boolean left = true;
    while (left) {
      left = false;
      for (Job admitted : admit()) {
        left |= !start(admitted);
      }
    }
    wakeForTheNextTurn();
  }

  private void wakeForTheNextTurn() {
    Duration wait;
    synchronized (this) {
      boolean anyWaits =
          waiting.places().stream().anyMatch(p -> p.standing() == EndpointHealth.UNKNOWN);
      if (waking || !anyWaits || turns.isNext()) {
        return;
      }
      waking = true;
      wait = turns.untilNext();
    }
    timer.after(wait, this::wake);
  }

  private void wake() {
    synchronized (this) {
      waking = false;
    }
    start();
  }

  private boolean start(Job job) {
    try {
      executor.execute(() -> occupy(job));
      return true;
    } catch (RejectedExecutionException closed) {
      leave(job.place);
      reject(job);
    } catch (RuntimeException | Error noThread) { // the machine is short of them
      leave(job.place);
      job.cancelTimeout.run();
      job.work.onBroken(noThread);
    }
    return false;
  }

  private synchronized List<Job> admit() {
    List<Job> admitted = new ArrayList<>();
    for (Place place = nextPlace(); place != null; place = nextPlace()) {
      if (place.standing() == EndpointHealth.UNKNOWN && !startsAtOnce()) {
        turns.take();
      }
      admitted.add(waiting.takeFrom(place));
      occupancy.take(place);
    }
    return admitted;
  }

  private void occupy(Job job) {
    job.cancelTimeout.run();
    try {
      job.work.run();
    } finally {
      leave(job.place);
      start();
    }
  }

  private synchronized void leave(Place place) {
    occupancy.leave(place);
  }

  private @Nullable Place nextPlace() {
    Place next = null;
    for (Place place : waiting.places()) {
      if (hasRoom(place) && (next == null || overtakes(place, next))) {
        next = place;
      }
    }
    return next;
  }

  private boolean hasRoom(Place place) {
    boolean inTurn = place.standing() != EndpointHealth.UNKNOWN || startsAtOnce() || turns.isNext();
    return inTurn && occupancy.hasRoom(place);
  }

  private boolean startsAtOnce() {
    return occupancy.ofUnknown() < UNKNOWN_AT_ONCE;
  }

  /** Who came first may wait for tarpits that came before; who comes now need not. */
  private boolean overtakes(Place place, Place earlier) {
    return place.standing() == EndpointHealth.UNKNOWN
        && earlier.standing() == EndpointHealth.UNKNOWN
        && occupancy.ofTenant(place) <= occupancy.ofTenant(earlier);
  }
}
