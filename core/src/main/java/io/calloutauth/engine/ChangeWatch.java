package io.calloutauth.engine;

import io.calloutauth.store.ChangeFeed;
import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Changes;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the store every 5 seconds what was changed, by others and by this node, and tells the
 * engine. Starts with the first read of anything that is kept. Thread-safe.
 */
final class ChangeWatch {

  /** What is done about changes. */
  interface Reaction {

    /**
     * Reads again whatever is held about the change's subject; throws {@link StoreException} when
     * it cannot.
     */
    void changed(Change change);

    /** Forgets everything that is held. */
    void forgetAll();
  }

  private static final Logger LOG = LoggerFactory.getLogger(ChangeWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration TOO_LONG = Duration.ofMinutes(30);

  private final ChangeFeed feed;
  private final EngineParts parts;
  private final Executor threads;
  private final Reaction reaction;

  private @Nullable String cursor;
  private Moment heard;
  private volatile boolean started;
  private volatile StoreState state;

  /**
   * Whether the store answers.
   *
   * @param answers whether it did when it was asked last
   * @param since since when, by this node's wall clock
   */
  record StoreState(boolean answers, Instant since) {}

  ChangeWatch(EngineParts parts, Executor threads, Reaction reaction) {
    this.feed = parts.store().changes();
    this.parts = parts;
    this.threads = threads;
    this.reaction = reaction;
    this.heard = parts.now();
    this.state = stateFromNow(true);
  }

  private StoreState stateFromNow(boolean answers) {
    return new StoreState(answers, parts.clocks().wall().instant());
  }

  /** Starts to listen, once; blocks for one query of the store. */
  void start() {
    if (!started) {
      listen();
    }
  }

  private synchronized void listen() {
    if (cursor == null) {
      cursor = feed.changesSince(null).cursor();
      heard = parts.now();
      started = true;
      next();
    }
  }

  /** Returns whether the store answers, and since when. */
  StoreState state() {
    return state;
  }

  private void next() {
    parts.world().timer().after(INTERVAL, this::dispatch);
  }

  private void dispatch() {
    try {
      threads.execute(this::poll);
    } catch (RejectedExecutionException closed) {
      LOG.trace("The engine is closed");
    }
  }

  private synchronized void poll() {
    try {
      hear();
      if (heard.plus(TOO_LONG).reached(parts.now().nanos(), parts.now().millis())) {
        reaction.forgetAll(); // only now: while the store is down, memory is all there is
      }
      heard = parts.now();
      if (!state.answers()) {
        LOG.info("The store answers again");
        state = stateFromNow(true);
      }
    } catch (StoreException down) {
      complain(down);
    } finally {
      next();
    }
  }

  private void hear() {
    Changes page;
    do {
      page = feed.changesSince(cursor);
      if (page.gap()) {
        reaction.forgetAll();
      }
      Set<Change> distinct = new LinkedHashSet<>(page.changes());
      distinct.forEach(reaction::changed);
      cursor = page.cursor();
    } while (page.more());
  }

  private void complain(StoreException down) {
    if (state.answers()) {
      LOG.warn("The store does not answer: changes of other nodes are not heard of", down);
      state = stateFromNow(false);
    }
  }
}
