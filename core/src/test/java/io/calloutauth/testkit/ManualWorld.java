package io.calloutauth.testkit;

import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.World;
import io.calloutauth.schedule.World.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Time and chance in a test's hands: nothing passes unless it is told to. Both clocks move
 * together, or one alone; tasks start on the thread that moves the time.
 */
public final class ManualWorld {

  private record Task(ManualTimer timer, Duration delay, long dueNanos, long number, Runnable body)
      implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int byTime = Long.compare(dueNanos, other.dueNanos);
      return byTime == 0 ? Long.compare(number, other.number) : byTime;
    }
  }

  /** The delays of what every node does from its start, or behind all else to write history. */
  private static final Set<Duration> FROM_THE_START =
      Set.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofHours(3),
          Duration.ofMillis(2_500));

  /** The delay after which a node polls the store for changes again. */
  private static final Duration POLL = Duration.ofSeconds(5);

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private final Set<ManualTimer> polling = new HashSet<>();
  private Instant wall = Instant.parse("2026-11-01T12:00:00Z");
  private long nanos = 1_000_000_000_000L;
  private long numbers;
  private volatile double draw = 0.5;

  /** Returns this world as the engine sees it. */
  public World world() {
    return new World(new Clocks(wallClock(), this::nanos), new ManualTimer(), () -> draw);
  }

  /** Returns the wall clock alone, for a store to share. */
  public InstantSource wallClock() {
    return this::instant;
  }

  /** Returns what the wall clock shows. */
  public synchronized Instant instant() {
    return wall;
  }

  private synchronized long nanos() {
    return nanos;
  }

  /** Sets what every draw gives from now on: 0 to 1. */
  public void draw(double value) {
    draw = value;
  }

  /** Lets time pass on both clocks, and starts what falls due on the way, each task at its time. */
  public void pass(Duration duration) {
    long end = nanos() + duration.toNanos();
    @Nullable Task due = nextUntil(end);
    while (due != null) {
      moveTo(due.dueNanos);
      due.body.run();
      due = nextUntil(end);
    }
    moveTo(end);
  }

  /**
   * Moves the wall clock, as setting it or the machine's sleep does; the monotonic one goes on by
   * no more than the millisecond within which the engine hears of it.
   */
  public synchronized void setWall(Duration step) {
    wall = wall.plus(step);
    nanos += 1_000_000;
  }

  /** Moves the monotonic clock alone. */
  public synchronized void passMonotonicOnly(Duration duration) {
    nanos += duration.toNanos();
  }

  /**
   * Returns how many tasks wait for their time, less those that every engine has from its start.
   */
  public synchronized int tasks() {
    return (int) tasks.stream().filter(task -> !FROM_THE_START.contains(task.delay())).count();
  }

  /** Returns how many tasks wait that were to be done after so long. */
  public synchronized int tasksAfter(Duration delay) {
    return (int) tasks.stream().filter(task -> task.delay().equals(delay)).count();
  }

  /** Tells whether each node that polls the store for changes is done until its next poll. */
  public synchronized boolean isEachPollDone() {
    return polling.stream().allMatch(this::isNextPollWaiting);
  }

  private boolean isNextPollWaiting(ManualTimer timer) {
    return tasks.stream().anyMatch(task -> task.timer() == timer && task.delay().equals(POLL));
  }

  private synchronized void moveTo(long at) {
    if (at > nanos) {
      wall = wall.plusNanos(at - nanos);
      nanos = at;
    }
  }

  private synchronized @Nullable Task nextUntil(long end) {
    return !tasks.isEmpty() && tasks.peek().dueNanos <= end ? tasks.poll() : null;
  }

  private final class ManualTimer implements Timer {

    private boolean closed;

    @Override
    public Runnable after(Duration delay, Runnable body) {
      synchronized (ManualWorld.this) {
        Task task = new Task(this, delay, nanos + delay.toNanos(), numbers++, body);
        tasks.add(task);
        if (delay.equals(POLL) && !closed) {
          polling.add(this);
        }
        return () -> cancel(task);
      }
    }

    private void cancel(Task task) {
      synchronized (ManualWorld.this) {
        tasks.remove(task);
      }
    }

    @Override
    public void close() {
      synchronized (ManualWorld.this) {
        closed = true;
        polling.remove(this);
        tasks.removeIf(task -> task.timer() == this);
      }
    }
  }
}
