package io.calloutauth.engine;

import io.calloutauth.store.ChangeFeed;
import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Changes;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
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
  private final Clocks clocks;
  private final Errands errands;
  private final Reaction reaction;

  /** Held while the store is asked: a monitor would pin the carrier of a virtual thread. */
  private final ReentrantLock asking = new ReentrantLock();

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

  ChangeWatch(ChangeFeed feed, Clocks clocks, Errands errands, Reaction reaction) {
    this.feed = feed;
    this.clocks = clocks;
    this.errands = errands;
    this.reaction = reaction;
    this.heard = Moment.now(clocks);
    this.state = stateFromNow(true);
  }

  private StoreState stateFromNow(boolean answers) {
    return new StoreState(answers, clocks.wall().instant());
  }

  /** Starts to listen, once; blocks for one query of the store. */
  void start() {
    if (!started) {
      listen();
    }
  }

  private void listen() {
    asking.lock();
    try {
      if (cursor == null) {
        cursor = feed.changesSince(null).cursor();
        heard = Moment.now(clocks);
        started = true;
        next();
      }
    } finally {
      asking.unlock();
    }
  }

  /** Returns whether the store answers, and since when. */
  StoreState state() {
    return state;
  }

  private void next() {
    errands.after(INTERVAL, this::poll);
  }

  private void poll() {
    asking.lock();
    try {
      hear();
      if (heard.plus(TOO_LONG).reached(clocks.nanos(), clocks.millis())) {
        reaction.forgetAll(); // only now: while the store is down, memory is all there is
      }
      heard = Moment.now(clocks);
      if (!state.answers()) {
        LOG.info("The store answers again");
        state = stateFromNow(true);
      }
    } catch (RuntimeException down) { // a store of the host's own may throw what it should not
      complain(down);
    } finally {
      asking.unlock();
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

  private void complain(RuntimeException down) {
    if (state.answers()) {
      LOG.warn("The store does not answer: changes of other nodes are not heard of", down);
      state = stateFromNow(false);
    }
  }
}
