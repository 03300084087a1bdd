package io.calloutauth.engine;

import io.calloutauth.admission.Bulkhead;
import io.calloutauth.admission.CommandExecutor;
import io.calloutauth.schedule.FairExecutor;
import io.calloutauth.schedule.ThreadRoster;
import io.calloutauth.schedule.WorkerThreads;

/**
 * The thread pools of one engine. Token requests, reads of the store, revocations and commands run
 * on them, and what a host does with a stage that completes; never anything on a caller's thread.
 */
final class EngineThreads {

  private static final int READ_PLACES = 32;
  private static final int REVOCATION_PLACES = 16;

  /** How many continuations of a host's may wait, for other tokens say, at once. */
  private static final int MOST_CONTINUATIONS = 2_000;

  private final ThreadRoster workers = new ThreadRoster();
  private final ThreadRoster hostRoster = new ThreadRoster();
  private final FairExecutor reads = fair("callout-auth-read", READ_PLACES);
  private final WorkerThreads rows =
      new WorkerThreads("callout-auth-row", SharedRowReader.PLACES, workers);
  private final WorkerThreads requests =
      new WorkerThreads("callout-auth-engine", Bulkhead.PLACES, workers);
  private final WorkerThreads administration =
      new WorkerThreads("callout-auth-administration", 16, workers);
  private final FairExecutor revocations = fair("callout-auth-revocation", REVOCATION_PLACES);
  private final FairExecutor takeBacks = fair("callout-auth-take-back", REVOCATION_PLACES);
  private final WorkerThreads heldWrites = new WorkerThreads("callout-auth-held-write", 1, workers);
  private final WorkerThreads commands =
      new WorkerThreads("callout-auth-command", CommandExecutor.PLACES, workers);
  private final WorkerThreads continuations =
      WorkerThreads.growing("callout-auth-continuation", MOST_CONTINUATIONS, hostRoster);

  private FairExecutor fair(String name, int places) {
    return FairExecutor.over(new WorkerThreads(name, places, workers), places);
  }

  /** Returns the threads that the store is read on. */
  FairExecutor reads() {
    return reads;
  }

  /** Returns the threads that shared token rows are read on. */
  WorkerThreads rows() {
    return rows;
  }

  WorkerThreads requests() {
    return requests;
  }

  /** Returns the threads of what the engine does by itself, for all tenants. */
  WorkerThreads administration() {
    return administration;
  }

  /**
   * Returns the threads of writes that the store did not take, which are tried once more at the
   * end.
   */
  WorkerThreads heldWrites() {
    return heldWrites;
  }

  /** Returns the threads that administrators' revocations drop tokens on. */
  FairExecutor revocations() {
    return revocations;
  }

  /** Returns the threads that tokens are taken back on which no store keeps. */
  FairExecutor takeBacks() {
    return takeBacks;
  }

  WorkerThreads commands() {
    return commands;
  }

  /** Returns the threads that a host's continuations run on. */
  WorkerThreads continuations() {
    return continuations;
  }

  /**
   * Lets all threads end but those of continuations: what is told by now still reaches those. The
   * last tries of held writes are still made: nobody else has what they write.
   */
  void shutdown() {
    reads.shutdown();
    rows.shutdown();
    requests.shutdown();
    administration.shutdown();
    revocations.shutdown();
    takeBacks.shutdown();
    heldWrites.finish();
    commands.shutdown();
  }

  /**
   * Waits for the threads to end, but not for the one that asks.
   *
   * @param nanos how long to wait at most, in nanoseconds
   * @return what is left of that; not positive when threads are still there
   */
  long awaitEnd(long nanos) throws InterruptedException {
    try {
      long left = workers.awaitEnd(nanos);
      continuations.finish();
      return hostRoster.awaitEnd(left);
    } finally {
      continuations.finish();
    }
  }
}
