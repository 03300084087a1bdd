package io.calloutauth.example.benchmarks.simulation;

import io.calloutauth.engine.Clocks;
import io.calloutauth.engine.Timer;
import io.calloutauth.engine.World;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Time that stands still until it is moved, and chance that is the same in every run. */
public final class SimulatedTime {

  private static final long SHORTLY = 20_000;
  private static final long START = 1_000_000_000_000L;
  private static final Instant EPOCH = Instant.parse("2026-11-01T12:00:00Z");

  private static final Duration STEP = Duration.ofMinutes(10);

  private record Task(long due, Runnable body) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>((a, b) -> Long.compare(a.due(), b.due()));
  private final Random random = new Random(6);
  private volatile long nanos = START;

  /** Returns this time as the engine sees it. */
  public World world() {
    Clocks clocks = new Clocks(() -> EPOCH.plusNanos(nanos - START), () -> nanos);
    return new World(clocks, new SimulatedTimer(), random::nextDouble);
  }

  /**
   * Lets time pass, and starts what falls due on the way. The engine's watch of the store must not
   * be left behind: after each step it is waited for until it has set its timer again.
   */
  public void pass(Duration duration) {
    Duration left = duration;
    while (left.compareTo(STEP) > 0) {
      step(STEP);
      left = left.minus(STEP);
    }
    step(left);
  }

  private void step(Duration duration) {
    long end = nanos + duration.toNanos();
    for (Runnable due = next(end); due != null; due = next(end)) {
      due.run();
    }
    nanos = end;
    while (timerIsUnset()) {
      LockSupport.parkNanos(SHORTLY);
    }
  }

  private boolean timerIsUnset() {
    synchronized (tasks) {
      return tasks.isEmpty();
    }
  }

  private @Nullable Runnable next(long end) {
    synchronized (tasks) {
      Task first = tasks.peek();
      if (first == null || first.due() > end) {
        return null;
      }
      tasks.remove();
      nanos = Math.max(nanos, first.due());
      return first.body();
    }
  }

  private final class SimulatedTimer implements Timer {

    @Override
    public Runnable after(Duration delay, Runnable body) {
      boolean[] cancelled = new boolean[1];
      Runnable unlessCancelled =
          () -> {
            if (!cancelled[0]) {
              body.run();
            }
          };
      synchronized (tasks) {
        tasks.add(new Task(nanos + delay.toNanos(), unlessCancelled));
      }
      return () -> cancelled[0] = true;
    }

    @Override
    public void close() {
      synchronized (tasks) {
        tasks.clear();
      }
    }
  }
}
