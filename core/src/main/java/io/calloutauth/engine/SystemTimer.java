package io.calloutauth.engine;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Starts tasks by the machine's own clock, on one daemon thread. */
final class SystemTimer implements Timer {

  private final ScheduledThreadPoolExecutor executor;

  /** Makes a timer; its thread starts with the first task. */
  SystemTimer() {
    executor = new ScheduledThreadPoolExecutor(1, EngineThreads.daemons("callout-auth-timer"));
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
  }
}
