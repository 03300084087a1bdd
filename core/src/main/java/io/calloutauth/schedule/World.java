package io.calloutauth.schedule;

import io.calloutauth.schedule.WorkerThreads.AwaitedTask;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nothing here decides itself: time and chance.
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

  /** Starts tasks later. Thread-safe. */
  public interface Timer extends AutoCloseable {

    /**
     * Starts a task after a delay, on a thread that the task must not block.
     *
     * @return cancels the task when it is run before the task started
     */
    Runnable after(Duration delay, Runnable task);

    /** Forgets all tasks that have not started. */
    @Override
    void close();
  }

  /**
   * Work that may block and that nobody waits for, now or later; none is started once the threads
   * are closed. Thread-safe.
   *
   * @param timer starts what has to wait
   * @param threads run it
   */
  public record BackgroundTasks(Timer timer, Executor threads) {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundTasks.class);
    private static final Duration NO_THREAD = Duration.ofMinutes(1);

    /** Does work after a delay; returns at once. */
    public void after(Duration delay, Runnable work) {
      timer.after(delay, () -> now(work));
    }

    /** Does work as soon as a thread can be had; returns at once. */
    public void now(Runnable work) {
      now(work, () -> LOG.trace("The engine is closed"));
    }

    /**
     * Does work as soon as a thread can be had; returns at once.
     *
     * @param closed is done in place of the work, if the threads are closed before they begin it
     */
    public void nowOr(Runnable work, Runnable closed) {
      AtomicBoolean isBegun = new AtomicBoolean();
      Runnable abandoned = () -> once(isBegun, closed);
      now(new AwaitedTask(() -> once(isBegun, work), abandoned), abandoned);
    }

    private static void once(AtomicBoolean isBegun, Runnable what) {
      if (isBegun.compareAndSet(false, true)) {
        what.run();
      }
    }

    private void now(Runnable work, Runnable closed) {
      try {
        threads.execute(work);
      } catch (RejectedExecutionException none) {
        closed.run();
      } catch (RuntimeException | Error noThread) { // the machine is short of them
        LOG.warn("Work waits for a thread: {}", noThread.getClass().getName());
        timer.after(NO_THREAD, () -> now(work, closed));
      }
    }
  }
}
