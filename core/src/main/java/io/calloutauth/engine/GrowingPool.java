package io.calloutauth.engine;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread pool that grows while none of its threads is free. As a last resort, at its bound or
 * when the machine has no thread to give, work waits for the next thread that becomes free.
 * Thread-safe.
 */
final class GrowingPool extends ThreadPoolExecutor {

  GrowingPool(int most, ThreadFactory threads) {
    super(0, most, 30, TimeUnit.SECONDS, new FreeThreads(), threads, GrowingPool::queue);
  }

  private static void queue(Runnable task, ThreadPoolExecutor pool) {
    if (pool.isShutdown()) {
      throw new RejectedExecutionException();
    }
    ((FreeThreads) pool.getQueue()).queue(task);
  }

  @Override
  public void execute(Runnable task) {
    try {
      super.execute(task);
    } catch (RejectedExecutionException shutDown) {
      throw shutDown;
    } catch (RuntimeException | Error noThread) {
      if (getPoolSize() == 0) {
        throw noThread;
      }
      queue(task, this);
    }
  }

  /** Takes an offer only where a thread waits for one. */
  private static final class FreeThreads extends LinkedTransferQueue<Runnable> {

    private static final long serialVersionUID = 1L;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }

    /** Takes what waits for a thread. */
    void queue(Runnable task) {
      super.offer(task);
    }
  }
}
