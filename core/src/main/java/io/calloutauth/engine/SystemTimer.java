package io.calloutauth.engine;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Starts tasks by the machine's own clock, on one daemon thread. */
final class SystemTimer implements Timer {

  /** More than any task takes: none of them blocks. */
  private static final long END_NANOS = 1_000_000_000L;

  private final ThreadRoster roster = new ThreadRoster();
  private final ScheduledThreadPoolExecutor executor;

  /** Makes a timer; its thread starts with the first task. */
  SystemTimer() {
    executor = new ScheduledThreadPoolExecutor(1, roster.daemons("callout-auth-timer"));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Runnable after(Duration delay, Runnable task) {
    try {
      Future<?> scheduled = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    } catch (RejectedExecutionException closed) {
      return () -> {};
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      roster.awaitEnd(END_NANOS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
