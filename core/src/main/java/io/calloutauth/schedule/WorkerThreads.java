package io.calloutauth.schedule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A thread pool for what may block: virtual threads on JDK 21 and newer, else a bounded number of
 * daemons. Its threads are never interrupted at work, because a host's code runs on them: a data
 * source that is interrupted may break its database. Thread-safe.
 */
public final class WorkerThreads implements Executor {

  private final ThreadRoster roster;
  private final ExecutorService executor;
  private final Set<AwaitedTask> awaited = ConcurrentHashMap.newKeySet();

  /**
   * Makes a pool whose work waits for a thread where all are at work.
   *
   * @param name what its threads are called
   * @param most how many platform threads it may have; of virtual ones there is no limit
   * @param roster lists its threads
   */
  public WorkerThreads(String name, int most, ThreadRoster roster) {
    this(roster, virtualOr(() -> pool(name, most, roster)));
  }

  private WorkerThreads(ThreadRoster roster, ExecutorService executor) {
    this.roster = roster;
    this.executor = executor;
  }

  /**
   * Makes a pool that grows while none of its threads is free, for work that may wait for other
   * work of the same pool.
   */
  public static WorkerThreads growing(String name, int most, ThreadRoster roster) {
    return new WorkerThreads(roster, virtualOr(() -> new GrowingPool(most, roster.daemons(name))));
  }

  private static ExecutorService virtualOr(Supplier<ExecutorService> pool) {
    try {
      return (ExecutorService)
          MethodHandles.publicLookup()
              .findStatic(
                  Executors.class,
                  "newVirtualThreadPerTaskExecutor",
                  MethodType.methodType(ExecutorService.class))
              .invoke();
    } catch (Throwable beforeJdk21) {
      return pool.get();
    }
  }

  private static ExecutorService pool(String name, int most, ThreadRoster roster) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            most, most, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), roster.daemons(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public void execute(Runnable task) {
    if (task instanceof AwaitedTask awaitedTask) {
      executeAwaited(awaitedTask);
    } else {
      start(task);
    }
  }

  private void executeAwaited(AwaitedTask task) {
    awaited.add(task);
    try {
      start(() -> runAwaited(task));
    } catch (RuntimeException | Error noThread) {
      awaited.remove(task);
      throw noThread;
    }
  }

  private void runAwaited(AwaitedTask task) {
    try {
      task.run();
    } finally {
      awaited.remove(task);
    }
  }

  private void start(Runnable task) {
    if (executor instanceof ThreadPoolExecutor) {
      executor.execute(task);
      return;
    }
    roster.expect();
    try {
      executor.execute(() -> roster.whileListed(task));
    } catch (RuntimeException | Error noThread) {
      roster.expectNoMore();
      throw noThread;
    }
  }

  /** Tells whether no task is started any more. */
  public boolean isShutdown() {
    return executor.isShutdown();
  }

  /** Takes no task any more; those that were taken are still run. Does not wait for that. */
  public void finish() {
    executor.shutdown();
  }

  /**
   * Starts no task any more, tells those who wait for one, and lets the threads end by themselves.
   * Does not wait for that.
   */
  public void shutdown() {
    executor.shutdown();
    if (executor instanceof ThreadPoolExecutor pool) {
      pool.getQueue().clear();
    }
    awaited.forEach(task -> task.abandoned().run());
  }

  /**
   * Work that somebody waits for, who is told when the threads are shut down.
   *
   * @param body the work
   * @param abandoned tells whoever waits that no thread comes; may be called while the work runs or
   *     after it ended
   */
  public record AwaitedTask(Runnable body, Runnable abandoned) implements Runnable {

    @Override
    public void run() {
      body.run();
    }
  }

  /**
   * A thread pool that grows while none of its threads is free. As a last resort, at its bound or
   * when the machine has no thread to give, work waits for the next thread that becomes free.
   * Thread-safe.
   */
  static final class GrowingPool extends ThreadPoolExecutor {

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
}
