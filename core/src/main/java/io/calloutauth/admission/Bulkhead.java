package io.calloutauth.admission;

import io.calloutauth.schedule.WorkerThreads.AwaitedTask;
import io.calloutauth.schedule.World;
import io.calloutauth.schedule.World.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many token requests, say, run at once: in all, per endpoint host and per tenant. Who
 * finds no place waits in a queue of its own tenant, host and health, and the queues take turns, so
 * that a crowd for one host holds up nobody else. Endpoints that hang cannot take all places,
 * however many hosts and tenants they belong to: a part is kept for endpoints of a better {@link
 * EndpointHealth}, and of each part a tenant holds no more than it leaves free for the others. Of
 * those that nothing is known of, a few start at once and the others one by one, so far apart that
 * there is always a place for the next, however long each hangs; the next is the newest of a tenant
 * that has the fewest running. Thread-safe.
 */
public final class Bulkhead {

  /** What runs in a place. */
  @FunctionalInterface
  public interface Work extends Runnable {

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

    /** Whether a thread began it, or it was told that none will. */
    private final AtomicBoolean isSettled = new AtomicBoolean();

    Job(Place place, Work work) {
      this.place = place;
      this.work = work;
    }
  }

  /** How many token requests run at once. */
  public static final int PLACES = EndpointHealth.PROMPT.most();

  private static final Occupancy.Bounds OF_TOKEN_REQUESTS = new Occupancy.Bounds(PLACES, 8, 16);

  private final Executor executor;
  private final Timer timer;
  private boolean waking;
  private volatile boolean closed;
  private final WaitingLine<Job> waiting = new WaitingLine<>();
  private final Admission admission;

  /**
   * Makes a bulkhead for token requests.
   *
   * @param longest how long work holds its place at most
   */
  public Bulkhead(Executor executor, World world, Duration longest) {
    this(executor, world, longest, OF_TOKEN_REQUESTS);
  }

  /** Makes a bulkhead with bounds of its own. */
  Bulkhead(Executor executor, World world, Duration longest, Occupancy.Bounds bounds) {
    this.executor = executor;
    this.admission = new Admission(new Occupancy(bounds), world.clocks(), longest);
    this.timer = world.timer();
  }

  /**
   * Runs work as soon as there is a place for it. Does not block.
   *
   * @param maxWait how long it waits for a place at most; then it is told that it is late
   */
  public void submit(Place place, Work work, Duration maxWait) {
    Job job = new Job(place, work);
    job.cancelTimeout = timer.after(maxWait, () -> giveUp(job));
    boolean isTooLate;
    boolean mayStart;
    synchronized (this) {
      isTooLate = closed; // who closes it from now on rejects what waits
      if (!isTooLate) {
        waiting.add(place, job);
      }
      mayStart = admission.hasRoom(place); // if not, then nobody: those before found no place
    }
    if (isTooLate) {
      reject(job);
    } else if (mayStart) {
      start();
    } else {
      wakeForTheNextTurn();
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
  public void close() {
    List<Job> rejected;
    synchronized (this) {
      closed = true;
      rejected = waiting.takeAll();
    }
    rejected.forEach(Bulkhead::reject);
  }

  /** Returns how many run. */
  public synchronized int running() {
    return admission.running();
  }

  /** Returns how many wait for a place. */
  public synchronized int waiting() {
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
      if (waking) {
        return;
      }
      wait = admission.untilNextTurn(waiting.places());
      if (wait.isZero()) {
        return;
      }
      waking = true;
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
      executor.execute(new AwaitedTask(() -> occupy(job), () -> abandon(job)));
      return true;
    } catch (RejectedExecutionException closed) {
      abandon(job);
    } catch (RuntimeException | Error noThread) { // the machine is short of them
      if (job.isSettled.compareAndSet(false, true)) {
        leave(job.place);
        job.cancelTimeout.run();
        job.work.onBroken(noThread);
      }
    }
    return false;
  }

  private synchronized List<Job> admit() {
    List<Job> admitted = new ArrayList<>();
    for (Place next = next(); next != null; next = next()) {
      admission.take(next);
      admitted.add(waiting.takeFrom(next));
    }
    return admitted;
  }

  private @Nullable Place next() {
    return admission.next(waiting.places());
  }

  /** The threads are shut down; what they had begun by then goes on. */
  private void abandon(Job job) {
    if (job.isSettled.compareAndSet(false, true)) {
      leave(job.place);
      reject(job);
    }
  }

  private void occupy(Job job) {
    if (!job.isSettled.compareAndSet(false, true)) {
      return;
    }
    job.cancelTimeout.run();
    try {
      job.work.run();
    } finally {
      leave(job.place);
      start();
    }
  }

  private synchronized void leave(Place place) {
    admission.leave(place);
  }
}
