package io.calloutauth.admission;

import io.calloutauth.schedule.World;
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
public final class CommandExecutor {

  /** How many are served at once. */
  public static final int PLACES = 16;

  private static final Occupancy.Bounds BOUNDS = new Occupancy.Bounds(PLACES, PLACES, 4);

  private final Bulkhead bulkhead;
  private final Duration maxWait;
  private final Set<Job<?>> jobs = ConcurrentHashMap.newKeySet();

  /**
   * Makes an executor of its own bulkhead.
   *
   * @param executor runs what has a place
   * @param maxWait how long work waits for a place at most
   */
  public CommandExecutor(Executor executor, World world, Duration maxWait) {
    this.bulkhead = new Bulkhead(executor, world, maxWait, BOUNDS);
    this.maxWait = maxWait;
  }

  /**
   * Does work on a thread for commands; returns at once.
   *
   * @param late makes the result of work that found no place in time
   * @param closed makes the result of work that will never start
   */
  public <T> CompletableFuture<T> serve(
      String tenant, Supplier<T> work, Supplier<T> late, Supplier<T> closed) {
    Job<T> job = new Job<>(work, late, closed, new CompletableFuture<>());
    jobs.add(job);
    bulkhead.submit(new Place(tenant, "", EndpointHealth.PROMPT), job, maxWait);
    return job.result.whenComplete((done, failure) -> jobs.remove(job));
  }

  /** Tells those who wait that there is nothing to wait for any more, also where work goes on. */
  public void close() {
    bulkhead.close();
    jobs.forEach(Job::onRejected);
  }

  private record Job<T>(
      Supplier<T> work, Supplier<T> late, Supplier<T> closed, CompletableFuture<T> result)
      implements Bulkhead.Work {

    @Override
    public void run() {
      try {
        result.complete(work.get());
      } catch (RuntimeException | Error broken) {
        result.completeExceptionally(broken);
      }
    }

    @Override
    public void onRejected() {
      result.complete(closed.get());
    }

    @Override
    public void onLate() {
      result.complete(late.get());
    }

    @Override
    public void onBroken(Throwable why) {
      result.completeExceptionally(why);
    }
  }
}
