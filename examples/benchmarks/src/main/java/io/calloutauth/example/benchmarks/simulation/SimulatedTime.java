package io.calloutauth.example.benchmarks.simulation;

import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.World;
import io.calloutauth.schedule.World.Timer;
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

  /**
   * The engine's watch of the store, its looks for revocations that wait to be told, for idle
   * authorizations and for credentials that end, and its sweep of idle tokens.
   */
  private static final int REPEATED = 5;

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
   * Lets time pass for an engine that was asked for tokens and has nothing under way, and starts
   * what falls due. Its watch of the store must not be left behind, or it forgets all that it
   * holds: after each step what it does again and again is waited for until it has set its timers
   * anew.
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
    while (tasks() < REPEATED) {
      LockSupport.parkNanos(SHORTLY);
    }
  }

  private int tasks() {
    synchronized (tasks) {
      return tasks.size();
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
      Task task = new Task(nanos + delay.toNanos(), body);
      synchronized (tasks) {
        tasks.add(task);
      }
      return () -> cancel(task);
    }

    private void cancel(Task task) {
      synchronized (tasks) {
        tasks.remove(task);
      }
    }

    @Override
    public void close() {
      synchronized (tasks) {
        tasks.clear();
      }
    }
  }
}
