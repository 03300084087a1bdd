package io.calloutauth.testkit;

import java.util.concurrent.Executor;

/** Threads of which some cannot be made, as when the machine has no more. */
public final class ScarceThreads implements Executor {

  private int unmade;

  /** Lets so many of the next ones fail. */
  public void failNext(int count) {
    unmade = count;
  }

  @Override
  public void execute(Runnable task) {
    if (unmade > 0) {
      unmade--;
      throw new InternalError("no thread to be had");
    }
    task.run();
  }
}
