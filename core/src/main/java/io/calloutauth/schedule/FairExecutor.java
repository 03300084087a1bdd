package io.calloutauth.schedule;

import io.calloutauth.schedule.WorkerThreads.AwaitedTask;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded executor whose queue is fair: tenants take turns for its places, so that what one
 * tenant has to do on a slow store does not starve the next. Thread-safe.
 */
public final class FairExecutor {

  /** Whose turn the engine's own work takes. */
  public static final String ENGINE = "";

  private static final Logger LOG = LoggerFactory.getLogger(FairExecutor.class);

  private final Executor threads;
  private final Runnable shutdown;
  private final FairPlaces<Task> places;
  private volatile boolean closed;

  /**
   * Makes an executor over threads.
   *
   * @param shutdown ends them
   */
  public FairExecutor(Executor threads, int places, Runnable shutdown) {
    this.threads = threads;
    this.shutdown = shutdown;
    this.places = new FairPlaces<>(places, places);
  }

  /**
   * Returns an executor over threads, which end with it.
   *
   * @param places how many tasks run at once
   */
  public static FairExecutor over(WorkerThreads threads, int places) {
    return new FairExecutor(threads, places, threads::shutdown);
  }

  /** Returns what runs a tenant's tasks; it throws where a task could not be taken on. */
  public Executor of(String tenant) {
    return work -> execute(new Task(tenant, work));
  }

  private void execute(Task task) {
    if (closed) {
      throw new RejectedExecutionException();
    }
    join(task);
    startNext(task);
  }

  private void join(Task task) {
    places.join(task.tenant(), task);
    if (closed) { // since it was asked last: nobody else looks after those that wait
      abandonWaiting();
    }
  }

  private void abandonWaiting() {
    places.takeWaiting().forEach(Task::abandon);
  }

  /**
   * Starts whoever may start.
   *
   * @param own the task whose caller hears that it got no thread; null where no caller waits
   */
  private void startNext(@Nullable Task own) {
    Task next = places.admit(Task::tenant);
    while (next != null && start(next, own)) {
      next = places.admit(Task::tenant);
    }
  }

  private boolean start(Task task, @Nullable Task own) {
    try {
      threads.execute(task.within(() -> run(task)));
    } catch (RuntimeException | Error noThread) {
      places.leave(task.tenant());
      if (task.equals(own)) {
        throw noThread;
      }
      if (!closed) {
        LOG.warn("Work waits for a thread: {}", noThread.getClass().getName());
      }
      join(task); // until the next task starts or ends
      return false;
    }
    return true;
  }

  private void run(Task task) {
    try {
      task.work().run();
    } finally {
      places.leave(task.tenant());
      if (!closed) {
        startNext(null);
      }
    }
  }

  /**
   * Starts nothing more, and tells those who wait for an {@link AwaitedTask}. Does not wait for
   * what runs, nor for threads to end.
   */
  public void shutdown() {
    closed = true;
    shutdown.run();
    abandonWaiting();
  }

  private record Task(String tenant, Runnable work) {

    /** Returns what a thread is given: who waits for it is told whatever ends the threads. */
    Runnable within(Runnable body) {
      return work instanceof AwaitedTask awaited
          ? new AwaitedTask(body, awaited.abandoned())
          : body;
    }

    void abandon() {
      if (work instanceof AwaitedTask awaited) {
        awaited.abandoned().run();
      }
    }
  }
}
