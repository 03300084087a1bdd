package io.calloutauth.engine;

import java.time.Duration;

/** Starts tasks later. Thread-safe. */
public interface Timer extends AutoCloseable {

  /**
   * Starts a task after a delay, on a thread that the task must not block.
   *
   * @return cancels the task when it is run before the task started
   */
  Runnable after(Duration delay, Runnable task);

  /** Forgets all tasks that have not started. */
  @Override
  void close();
}
