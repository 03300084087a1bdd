package io.calloutauth.history;

import io.calloutauth.schedule.World;
import io.calloutauth.store.HistoryNote;
import io.calloutauth.store.HistoryStore;
import io.calloutauth.store.ProviderKey;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The write-behind of history: takes what happens without ever blocking, and writes it to the store
 * some seconds later, on a thread of its own. What the store does not take is tried again each
 * minute; what finds no room meanwhile, or is left when it is closed, is dropped and counted.
 * Tenants take turns, and a flood of one drops its own notes alone. Thread-safe.
 */
public final class HistoryRecorder {

  private static final Logger LOG = LoggerFactory.getLogger(HistoryRecorder.class);
  private static final Duration BATCH = Duration.ofMillis(2_500);
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final Duration SWEEP = Duration.ofHours(3);

  private final World world;
  private final boolean isOn;
  private final HistoryWriter writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private final HistoryBuffer buffer = new HistoryBuffer();
  private boolean isScheduled;
  private boolean isDue;
  private boolean isSweepDue;
  private boolean isDraining;
  private boolean isClosed;
  private @Nullable Thread thread;

  /**
   * Makes what records.
   *
   * @param store keeps history outside of the host's transactions
   * @param age how long rows are kept; null when nothing is recorded
   */
  public HistoryRecorder(HistoryStore store, @Nullable Duration age, World world) {
    this.world = world;
    this.isOn = age != null && store != HistoryStore.NONE;
    this.writer = new HistoryWriter(store, age == null ? Duration.ZERO : age);
    if (isOn) {
      sweepLater();
    }
  }

  /** Returns whether anything is recorded. */
  public boolean isOn() {
    return isOn;
  }

  /** Adds what happened just now, or counts it as dropped; never blocks. */
  public void add(HistoryNote note) {
    if (change(now -> buffer.add(note, now))) {
      LOG.warn("History of tenant {} is dropped: there is no room", note.row().tenant());
    }
  }

  /** Notes that a provider got a row by a change, which may be one too many. */
  public void trimLater(ProviderKey provider) {
    change(
        now -> {
          buffer.trimLater(provider);
          return false;
        });
  }

  /** Forgets what is not written yet of a tenant that is purged. */
  public void forget(String tenant) {
    locked(() -> buffer.forget(tenant));
  }

  private boolean change(LongPredicate change) {
    if (!isOn) {
      return false;
    }
    long now = world.clocks().nanos();
    lock.lock();
    try {
      if (isClosed) {
        buffer.drop(1);
        return false;
      }
      boolean isFirstDropped = change.test(now);
      schedule(BATCH);
      return isFirstDropped;
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many notes were dropped. */
  public long dropped() {
    lock.lock();
    try {
      return buffer.dropped();
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many notes wait. */
  public int waiting() {
    lock.lock();
    try {
      return buffer.size();
    } finally {
      lock.unlock();
    }
  }

  private void schedule(Duration delay) {
    if (!isScheduled && !isClosed && !buffer.isEmpty()) {
      isScheduled = true;
      after(delay, () -> isDue = true);
    }
  }

  private void sweepLater() {
    after(
        SWEEP,
        () -> {
          isSweepDue = true;
          sweepLater();
        });
  }

  private void after(Duration delay, Runnable due) {
    Runnable cancel = world.timer().after(delay, () -> locked(() -> wake(due)));
    assert cancel != null; // the timer forgets it when it is closed
  }

  private void wake(Runnable due) {
    if (!isClosed) {
      due.run();
      start();
      changed.signalAll();
    }
  }

  private void start() {
    if (thread != null) {
      return;
    }
    try {
      Thread started = new Thread(this::run, "callout-auth-history");
      started.setDaemon(true);
      started.start();
      thread = started;
    } catch (OutOfMemoryError none) { // the machine is short of threads
      LOG.warn("History waits for a thread: {}", none.getClass().getName());
      isScheduled = false;
      schedule(AGAIN);
    }
  }

  private void run() {
    while (awaitWork()) {
      boolean sweeps = takeSweep();
      boolean isWritten = writeAll();
      if (sweeps) {
        writer.sweep();
      }
      locked(() -> end(isWritten));
    }
  }

  /** Waits until something is to be done; false: there will be nothing any more. */
  private boolean awaitWork() {
    lock.lock();
    try {
      while (!isDue && !isSweepDue && !isDraining && !isClosed) {
        changed.awaitUninterruptibly();
      }
      return !isClosed;
    } finally {
      lock.unlock();
    }
  }

  private boolean takeSweep() {
    lock.lock();
    try {
      boolean sweeps = isSweepDue && !isDraining;
      isSweepDue = false;
      isDue = false;
      isScheduled = false;
      return sweeps;
    } finally {
      lock.unlock();
    }
  }

  private void end(boolean isWritten) {
    if (isDraining) {
      isClosed = true;
    }
    schedule(isWritten ? BATCH : AGAIN);
    changed.signalAll();
  }

  /** Writes what waits; false: the store does not take it now. */
  private boolean writeAll() {
    for (HistoryBuffer.Batch batch = next(); !batch.isEmpty(); batch = next()) {
      HistoryWriter.End end = writer.write(batch);
      lock.lock();
      try {
        if (end == HistoryWriter.End.REFUSED) {
          buffer.release(batch);
          return false;
        }
        buffer.remove(batch);
        buffer.drop(end == HistoryWriter.End.BROKEN ? batch.notes().size() : 0);
      } finally {
        lock.unlock();
      }
    }
    return true;
  }

  private HistoryBuffer.Batch next() {
    lock.lock();
    try {
      return isClosed ? HistoryBuffer.Batch.NONE : buffer.next(world.clocks().nanos());
    } finally {
      lock.unlock();
    }
  }

  /** Has what waits written at once, and then nothing more; does not block. */
  public void finish() {
    locked(
        () -> {
          isDraining = true;
          if (buffer.isEmpty() && thread == null) {
            isClosed = true;
          } else {
            start();
          }
          changed.signalAll();
        });
  }

  /**
   * Waits until that is done, unless the writer's own thread asks.
   *
   * @param nanos how long at most, in nanoseconds
   * @return what is left of that
   */
  public long awaitFinish(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (thread != null && thread != Thread.currentThread() && !isClosed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Drops what still waits: from now on the store is asked for nothing more. */
  public void close() {
    locked(
        () -> {
          isClosed = true;
          int left = buffer.clear();
          if (left > 0) {
            LOG.warn("{} rows of history were dropped: the store did not take them", left);
          }
          changed.signalAll();
        });
  }

  /**
   * Waits until the thread of this closed recorder is gone, unless it is the one that asks.
   *
   * @return whether it is gone
   */
  public boolean awaitEnd(long nanos) throws InterruptedException {
    Thread started = started();
    if (started == null || started == Thread.currentThread()) {
      return true;
    }
    if (nanos > 0) {
      TimeUnit.NANOSECONDS.timedJoin(started, nanos);
    }
    return !started.isAlive();
  }

  private @Nullable Thread started() {
    lock.lock();
    try {
      return thread;
    } finally {
      lock.unlock();
    }
  }
}
