package io.calloutauth.engine;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that may block and that nobody waits for, now or later; none is started once the threads are
 * closed. Thread-safe.
 *
 * @param timer starts what has to wait
 * @param threads run it
 */
record BackgroundTasks(Timer timer, Executor threads) {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundTasks.class);
  private static final Duration NO_THREAD = Duration.ofMinutes(1);

  void after(Duration delay, Runnable work) {
    timer.after(delay, () -> now(work));
  }

  void now(Runnable work) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException closed) {
      LOG.trace("The engine is closed");
    } catch (RuntimeException | Error noThread) { // the machine is short of them
      LOG.warn("Work waits for a thread: {}", noThread.getClass().getName());
      after(NO_THREAD, work);
    }
  }
}
