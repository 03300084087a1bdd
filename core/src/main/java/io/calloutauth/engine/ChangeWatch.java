package io.calloutauth.engine;

import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.schedule.World.BackgroundTasks;
import io.calloutauth.store.ChangeFeed;
import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Changes;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.StoreException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the store every 5 seconds for what was changed, by others and by this node, and tells the
 * engine, at once and again at the poll after next. Starts with the first read of anything that is
 * kept, or the first change that waits for a host's commit. Thread-safe.
 */
final class ChangeWatch {

  /** What is done about changes. */
  interface Reaction {

    /**
     * Reads again whatever is held about the change's subject; throws {@link StoreException} when
     * it cannot.
     */
    void changed(Change change);

    /** Reads the same again once more: there need not have been another change. */
    void changedBefore(Change change);

    /** Forgets everything that is held. */
    void forgetAll();
  }

  private static final Logger LOG = LoggerFactory.getLogger(ChangeWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration TOO_LONG = Duration.ofMinutes(30);

  private final ChangeFeed feed;
  private final Clocks clocks;
  private final BackgroundTasks tasks;
  private final Reaction reaction;
  private final TokenListener listener;

  /** Held while the store is asked: a monitor would pin the carrier of a virtual thread. */
  private final ReentrantLock asking = new ReentrantLock();

  private final ChangeReplay replay = new ChangeReplay();
  private final Set<Change> ownChanges = ConcurrentHashMap.newKeySet();
  private @Nullable String cursor;
  private Moment heard;
  private volatile int begun = 1;
  private volatile int heardPoll;
  private final AtomicBoolean isAskedToStart = new AtomicBoolean();
  private volatile boolean started;
  private volatile StoreState state;

  /**
   * How the store was when it was polled last.
   *
   * @param trouble what is wrong with it, or null when it answers and takes writes
   * @param since since when, by this node's wall clock
   */
  record StoreState(@Nullable Reason trouble, Instant since) {}

  ChangeWatch(
      ChangeFeed feed,
      Clocks clocks,
      BackgroundTasks tasks,
      Reaction reaction,
      TokenListener listener) {
    this.feed = feed;
    this.clocks = clocks;
    this.tasks = tasks;
    this.reaction = reaction;
    this.listener = listener;
    this.heard = clocks.now();
    this.state = stateFromNow(null);
  }

  private StoreState stateFromNow(@Nullable Reason trouble) {
    return new StoreState(trouble, clocks.wall().instant());
  }

  /** Starts to listen, once; blocks for one query of the store. */
  void start() {
    if (started) {
      return;
    }
    asking.lock();
    try {
      if (cursor == null) {
        Changes now = feed.changesSince(null);
        listener.committed(now.marks());
        cursor = now.cursor();
        heard = clocks.now();
        started = true;
        next();
      }
    } finally {
      asking.unlock();
    }
  }

  /** Starts to listen once the store answers; does not block. */
  void startSoon() {
    if (!started && isAskedToStart.compareAndSet(false, true)) {
      tasks.now(this::startOrWait);
    }
  }

  private void startOrWait() {
    try {
      start();
    } catch (RuntimeException down) {
      LOG.debug("The store does not answer yet", down);
      tasks.after(INTERVAL, this::startOrWait);
    }
  }

  /** Notes a change of this node's to be read once more: a failover may lose it before a poll. */
  void noteOwn(Change change) {
    if (started) {
      ownChanges.add(change);
    }
  }

  /** Returns the number of the last poll that has begun. */
  int begun() {
    return begun;
  }

  /** Returns the number of the last poll that heard of all changes until it began. */
  int heard() {
    return heardPoll;
  }

  /** Returns how the store is, and since when. */
  StoreState state() {
    return state;
  }

  private void next() {
    tasks.after(INTERVAL, this::poll);
  }

  private void poll() {
    asking.lock();
    try {
      int poll = begun + 1;
      begun = poll;
      boolean readOnly = hear();
      heardPoll = poll;
      if (heard.plus(TOO_LONG).reached(clocks.nanos(), clocks.millis())) {
        reaction.forgetAll(); // only now: while the store is down, memory is all there is
      }
      heard = clocks.now();
      found(readOnly ? Reason.READ_ONLY : null, null);
    } catch (RuntimeException down) { // a store of the host's own may throw what it should not
      found(down instanceof StoreException store ? store.reason() : Reason.FAILED, down);
    } finally {
      asking.unlock();
      next();
    }
  }

  /** Returns whether the store only reads. */
  private boolean hear() {
    replay.next();
    Changes page;
    do {
      page = feed.changesSince(cursor);
      if (page.gap()) {
        reaction.forgetAll();
      }
      for (Change change : new LinkedHashSet<>(page.changes())) {
        reaction.changed(change);
        replay.add(change);
      }
      listener.committed(page.marks());
      cursor = page.cursor();
    } while (page.more());
    for (Change own : List.copyOf(ownChanges)) {
      ownChanges.remove(own);
      replay.add(own);
    }
    for (Change change : replay.due()) {
      reaction.changedBefore(change);
      replay.remove(change);
    }
    listener.caughtUp();
    return page.readOnly();
  }

  /** Says so when it is another trouble than before, or none any more. */
  private void found(@Nullable Reason trouble, @Nullable RuntimeException why) {
    if (trouble == state.trouble()) {
      return;
    }
    state = stateFromNow(trouble);
    if (trouble == null) {
      LOG.info("The store answers again");
    } else if (why == null) {
      LOG.warn("The store only reads: each node asks for tokens of its own");
    } else {
      LOG.warn("The store does not answer: changes of other nodes are not heard of", why);
    }
  }
}
