package io.calloutauth;

import io.calloutauth.engine.TokenEngine;
import io.calloutauth.history.HistoryRecorder;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The graceful shutdown of a node, in bounded time: callers are told at once, threads end by
 * themselves, events are drained, and whoever is still inside a host's code then starts nothing any
 * more.
 *
 * @param engine holds tokens and threads
 * @param queue is where events wait
 * @param history is where what is not in the store yet waits
 * @param gate stands before the store
 * @param longest how long it takes at most; events and history are drained for half of it
 */
record NodeShutdown(
    TokenEngine<?> engine,
    EventQueue queue,
    HistoryRecorder history,
    StoreGate gate,
    Duration longest) {

  private static final Logger LOG = LoggerFactory.getLogger(NodeShutdown.class);

  /** How long closing takes unless a test says otherwise. */
  static final Duration LONGEST = Duration.ofSeconds(10);

  void run() {
    engine.close();
    try {
      awaitEnd();
    } catch (InterruptedException hurry) {
      LOG.warn("CalloutAuth does not wait for its threads: closing was interrupted");
      Thread.currentThread().interrupt();
    } finally {
      queue.close();
      history.close();
      gate.shut();
    }
  }

  private void awaitEnd() throws InterruptedException {
    long half = longest.toNanos() / 2;
    long left = half + engine.awaitEnd(half);
    history.finish();
    long drained = history.awaitFinish(queue.drain(half));
    queue.close();
    history.close();
    left = engine.awaitEnd(left - (half - drained));
    boolean isQuiet = queue.awaitEnd(left) && history.awaitEnd(left);
    if (left <= 0 || !isQuiet) {
      LOG.warn("CalloutAuth was closed while threads are inside a store, a listener or other code");
    }
  }
}
