package io.calloutauth.engine;

/**
 * Work for an engine's threads that somebody waits for, who is told when the engine is closed.
 *
 * @param body the work
 * @param abandoned tells whoever waits that the engine is closed; may be called while the work runs
 *     or after it ended
 */
record EngineTask(Runnable body, Runnable abandoned) implements Runnable {

  @Override
  public void run() {
    body.run();
  }
}
