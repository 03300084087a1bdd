package io.calloutauth.engine;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * What the engine does not decide itself: time and chance.
 *
 * @param clocks tell the time
 * @param timer starts tasks later
 * @param random draws from 0 to 1
 */
public record World(Clocks clocks, Timer timer, DoubleSupplier random) {

  /** Returns this machine's time and chance. */
  public static World system() {
    return new World(
        Clocks.system(), new SystemTimer(), () -> ThreadLocalRandom.current().nextDouble());
  }

  /** Starts tasks by the machine's own clock, on one daemon thread. */
  static final class SystemTimer implements Timer {

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
}
