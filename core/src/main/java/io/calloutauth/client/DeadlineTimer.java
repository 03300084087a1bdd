package io.calloutauth.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs short tasks after a delay, on one daemon thread of its own. Thread-safe. */
final class DeadlineTimer implements AutoCloseable {

  /** More than any task takes. */
  private static final Duration LONGEST_TASK = Duration.ofSeconds(1);

  private final ScheduledThreadPoolExecutor executor;
  private volatile @Nullable Thread thread;

  DeadlineTimer() {
    executor = new ScheduledThreadPoolExecutor(1, this::daemon);
    executor.setRemoveOnCancelPolicy(true);
  }

  private Thread daemon(Runnable task) {
    Thread made = new Thread(task, "callout-auth-deadlines");
    made.setDaemon(true);
    thread = made;
    return made;
  }

  /** Runs a task after a delay, unless the result is cancelled or this is closed before. */
  Future<?> after(Duration delay, Runnable task) {
    try {
      return executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Forgets all tasks and waits until the thread is gone. */
  @Override
  public void close() {
    executor.shutdownNow();
    Thread last = thread;
    try {
      if (last != null) {
        last.join(LONGEST_TASK.toMillis());
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
