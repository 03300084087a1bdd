package io.calloutauth.engine;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Serves what administrators start: 16 at once in all and 4 of one tenant, whatever the threads, so
 * that their requests cannot take the connections that token requests need. Who finds no place
 * waits for as long as a token request may take. Thread-safe.
 */
final class CommandExecutor {

  /** How many are served at once. */
  static final int PLACES = 16;

  private static final Occupancy.Bounds BOUNDS = new Occupancy.Bounds(PLACES, PLACES, 4);

  private final Bulkhead bulkhead;
  private final Timer timer;
  private final Duration maxWait;
  private final Set<Job<?>> jobs = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  CommandExecutor(Executor executor, World world, Duration maxWait) {
    this.bulkhead = new Bulkhead(executor, world, maxWait, BOUNDS);
    this.timer = world.timer();
    this.maxWait = maxWait;
  }

  /**
   * Does work on a thread of the desk; returns at once.
   *
   * @param late makes the result of work that found no place in time
   * @param closed makes the result of work that will never start
   */
  <T> CompletableFuture<T> serve(
      String tenant, Supplier<T> work, Supplier<T> late, Supplier<T> closed) {
    Job<T> job = new Job<>(tenant, work, late, closed);
    jobs.add(job);
    job.cancelTimeout = timer.after(maxWait, job::giveUp);
    bulkhead.submit(job.place, job);
    if (isClosed) {
      job.abandon();
    }
    return job.result;
  }

  /** Tells those who wait that there is nothing to wait for any more, also where work goes on. */
  void close() {
    isClosed = true;
    jobs.forEach(Job::abandon);
  }

  private final class Job<T> implements Bulkhead.Work {

    private final Occupancy.Place place;
    private final Supplier<T> work;
    private final Supplier<T> late;
    private final Supplier<T> closed;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private Runnable cancelTimeout = () -> {};

    Job(String tenant, Supplier<T> work, Supplier<T> late, Supplier<T> closed) {
      this.place = new Occupancy.Place(tenant, "", EndpointHealth.PROMPT);
      this.work = work;
      this.late = late;
      this.closed = closed;
    }

    @Override
    public void run() {
      cancelTimeout.run();
      try {
        result.complete(work.get());
      } catch (RuntimeException | Error broken) {
        result.completeExceptionally(broken);
      } finally {
        jobs.remove(this);
      }
    }

    @Override
    public void rejected() {
      served();
      result.complete(closed.get());
    }

    @Override
    public void broke(Throwable why) {
      served();
      result.completeExceptionally(why);
    }

    private void giveUp() {
      if (bulkhead.withdraw(place, this)) {
        served();
        result.complete(late.get());
      }
    }

    private void abandon() {
      bulkhead.withdraw(place, this);
      rejected();
    }

    private void served() {
      jobs.remove(this);
      cancelTimeout.run();
    }
  }
}
