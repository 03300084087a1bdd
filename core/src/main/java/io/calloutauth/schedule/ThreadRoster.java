package io.calloutauth.schedule;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The daemon threads that some executors run on, to be waited for when they end: nobody waits for
 * the thread that he is on. Thread-safe.
 */
public final class ThreadRoster {

  /** How long a thread is waited for that is about to be gone. */
  private static final Duration LAST_STEPS = Duration.ofSeconds(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Thread> running = new HashSet<>();

  /** How many tasks are to begin on threads that are not listed yet. */
  private int expected;

  /**
   * Those that are about to be gone: nothing of ours runs on them any more. What a host has set for
   * exceptions that nobody caught may.
   */
  private final Set<Thread> ending = new HashSet<>();

  /** Makes an empty roster. */
  public ThreadRoster() {}

  /** Returns a factory of threads with a name and a number. */
  ThreadFactory daemons(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> new Listed(task, name + "-" + number.incrementAndGet());
  }

  /** Notes that a task was given to a thread of another make, which has not begun with it. */
  void expect() {
    lock.lock();
    try {
      expected++;
    } finally {
      lock.unlock();
    }
  }

  /** Notes that a task that was expected does not come. */
  void expectNoMore() {
    lock.lock();
    try {
      expected--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lists a thread of another make for as long as an expected task runs on it. */
  void whileListed(Runnable task) {
    Thread thread = Thread.currentThread();
    enter(thread);
    expectNoMore();
    try {
      task.run();
    } finally {
      leave(thread, false);
    }
  }

  /**
   * Waits until no thread is left but the one that asks, and no task is to begin.
   *
   * @param nanos how long to wait at most, in nanoseconds
   * @return what is left of that; not positive when threads are still there
   */
  public long awaitEnd(long nanos) throws InterruptedException {
    long left = nanos;
    Set<Thread> gone;
    lock.lock();
    try {
      while ((expected > 0 || isAnyOtherRunning()) && left > 0) {
        left = changed.awaitNanos(left);
      }
      gone = new HashSet<>(ending);
    } finally {
      lock.unlock();
    }
    gone.remove(Thread.currentThread());
    for (Thread thread : gone) {
      thread.join(LAST_STEPS.toMillis());
      if (thread.isAlive()) { // held up by what is not ours
        return 0;
      }
    }
    return left;
  }

  private boolean isAnyOtherRunning() {
    return running.size() > (running.contains(Thread.currentThread()) ? 1 : 0);
  }

  private void enter(Thread thread) {
    lock.lock();
    try {
      ending.removeIf(ended -> !ended.isAlive());
      running.add(thread);
    } finally {
      lock.unlock();
    }
  }

  private void leave(Thread thread, boolean ends) {
    lock.lock();
    try {
      running.remove(thread);
      if (ends) {
        ending.add(thread);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private final class Listed extends Thread {

    Listed(Runnable task, String name) {
      super(task, name);
      setDaemon(true);
    }

    @Override
    public synchronized void start() {
      enter(this);
      try {
        super.start();
      } catch (RuntimeException | Error noThread) { // the machine is short of them
        leave(this, false);
        throw noThread;
      }
    }

    @Override
    public void run() {
      try {
        super.run();
      } finally {
        leave(this, true);
      }
    }
  }
}
