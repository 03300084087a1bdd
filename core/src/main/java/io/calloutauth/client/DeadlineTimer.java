package io.calloutauth.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs short tasks after a delay, on one daemon thread of its own. Thread-safe. */
final class DeadlineTimer implements AutoCloseable {

  private final ScheduledThreadPoolExecutor executor;

  DeadlineTimer() {
    executor = new ScheduledThreadPoolExecutor(1, DeadlineTimer::daemon);
    executor.setRemoveOnCancelPolicy(true);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "callout-auth-deadlines");
    thread.setDaemon(true);
    return thread;
  }

  /** Runs a task after a delay, unless the result is cancelled or this is closed before. */
  Future<?> after(Duration delay, Runnable task) {
    try {
      return executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
