package io.calloutauth.schedule;

import io.calloutauth.schedule.World.BackgroundTasks;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A retry queue of writes that a store did not take: each is tried again every half second until it
 * succeeds. Nobody else holds what they write, so nothing is given up but by the end of the node.
 * Thread-safe; what blocks runs on the threads that it was given.
 *
 * @param <K> what a write is found by; there is one for each
 */
public final class RetryQueue<K> {

  private static final int MOST = 200;
  private static final Logger LOG = LoggerFactory.getLogger(RetryQueue.class);
  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final int LAST_TRIES = 8;

  private record Held(BooleanSupplier write, Consumer<Boolean> then) {}

  private final BackgroundTasks tasks;
  private final Map<K, Held> held = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean closed;

  /** Makes an empty queue. */
  public RetryQueue(BackgroundTasks tasks) {
    this.tasks = tasks;
  }

  /** Tells whether a write is held. */
  public boolean holds(K key) {
    return held.containsKey(key);
  }

  /** Returns how many writes are held. */
  public int size() {
    return held.size();
  }

  /** Tells whether so many are held that nothing should be begun that may add another. */
  public boolean isFull() {
    return held.size() >= MOST;
  }

  /**
   * Holds a write; returns at once. In a queue that is closed it is tried for some seconds more on
   * the caller's thread.
   *
   * @param label what it is, for the log
   * @param write writes, and tells whether the fence was the write's own
   * @param then hears what it told; throws nothing
   */
  public void hold(String label, K key, BooleanSupplier write, Consumer<Boolean> then) {
    LOG.warn("{} is held until the store takes it", label);
    held.put(key, new Held(write, then));
    if (closed) {
      tryLast(Set.of(key));
    } else {
      tasks.after(AGAIN, () -> tryAgain(key));
    }
  }

  private void tryAgain(K key) {
    if (!closed && !isWritten(key)) {
      tasks.after(AGAIN, () -> tryAgain(key));
    }
  }

  /** One write at a time. */
  private boolean isWritten(K key) {
    lock.lock();
    try {
      return tryToWrite(key);
    } finally {
      lock.unlock();
    }
  }

  private boolean tryToWrite(K key) {
    Held write = held.get(key);
    if (write == null) {
      return true;
    }
    try {
      boolean own = write.write().getAsBoolean();
      held.remove(key);
      write.then().accept(own);
      return true;
    } catch (RuntimeException unwritten) { // its message may hold what was to be sealed
      LOG.debug("A write is held on: {}", unwritten.getClass().getName());
    }
    return false;
  }

  /**
   * Tries all that is held for some seconds more, on the queue's threads, which must still run what
   * they were given by then; returns at once. What the store does not take by then is lost.
   */
  public void close() {
    closed = true;
    if (!held.isEmpty()) {
      tasks.now(() -> tryLast(Set.copyOf(held.keySet())));
    }
  }

  private void tryLast(Set<K> keys) {
    try {
      for (int tries = 0; tries < LAST_TRIES && keys.stream().anyMatch(this::holds); tries++) {
        pause(tries == 0 ? Duration.ZERO : AGAIN);
        keys.forEach(this::isWritten);
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    long lost = keys.stream().filter(key -> held.remove(key) != null).count();
    if (lost > 0) {
      String what = lost == 1 ? "1 write is" : lost + " writes are";
      LOG.warn("{} lost: the store did not take what was held", what);
    }
  }

  private static void pause(Duration duration) throws InterruptedException {
    boolean never = new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
    assert !never;
  }
}
