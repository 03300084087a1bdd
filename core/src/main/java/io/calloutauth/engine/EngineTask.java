package io.calloutauth.engine;

import java.util.concurrent.ExecutorService;

/**
 * Work for an engine's threads that is told when it will never start: somebody waits for it.
 *
 * @param body the work
 * @param abandoned what to do instead when the threads end before it starts
 */
record EngineTask(Runnable body, Runnable abandoned) implements Runnable {

  @Override
  public void run() {
    body.run();
  }

  /** Interrupts threads, and tells the work that waits for one. Does not wait for them to end. */
  static void end(ExecutorService threads) {
    for (Runnable waiting : threads.shutdownNow()) {
      if (waiting instanceof EngineTask task) {
        task.abandoned.run();
      }
    }
  }
}
