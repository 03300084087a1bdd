package io.calloutauth;

import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.FairPlaces;
import io.calloutauth.store.Store;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pending changes of this node: those that were told as proposed, because they wait for the
 * commit of a host's transaction. Their end is told through the queue: the commit when the change
 * feed brings the change's mark, the rollback when it does not for longer than it asks for a change
 * that is missing. Bounded: a tenant that proposes many leaves room for the others. Thread-safe.
 */
final class ProposedChanges {

  private static final Logger LOG = LoggerFactory.getLogger(ProposedChanges.class);

  /** A feed asks for 15 minutes, from the first poll on that missed the change. */
  private static final Duration LONGEST = Duration.ofMinutes(16);

  private static final int TENANTS_MOST = 10_000;
  private static final int MOST = 2 * TENANTS_MOST;

  private final Store store;
  private final EventQueue queue;
  private final Clocks clocks;

  /** By mark, in the order in which they were proposed; guarded by this. */
  private final Map<String, Pending> pending = new LinkedHashMap<>();

  private final FairPlaces<CalloutAuthEvent> room = new FairPlaces<>(MOST, TENANTS_MOST);

  /** How many events there are of them; guarded by this. */
  private int waiting;

  /**
   * What waits for one end: a change may have several events.
   *
   * @param since since when, by the monotonic clock: that the other one is set ends no transaction
   */
  private record Pending(long since, List<CalloutAuthEvent> events) {}

  /**
   * Makes what waits for nothing yet.
   *
   * @param store tells whether what this thread writes waits for a host's commit
   */
  ProposedChanges(Store store, EventQueue queue, Clocks clocks) {
    this.store = store;
    this.queue = queue;
    this.clocks = clocks;
  }

  /** Tells whether what this thread writes waits for a host's commit. May block as a read does. */
  boolean isProposing() {
    return store.joinsTransaction();
  }

  /**
   * Waits for the end of the change that this thread made last, if it is only proposed. One that
   * finds no room, or whose mark the store does not tell, is counted as dropped: the change is
   * made.
   */
  void add(CalloutAuthEvent change) {
    if (!change.proposed()) {
      return;
    }
    try {
      String mark = store.changes().lastMark();
      if (mark != null && !await(mark, change)) {
        queue.countDropped();
      }
    } catch (StoreException untold) {
      LOG.debug("The store does not tell a change from others", untold);
      queue.countDropped();
    }
  }

  private synchronized boolean await(String mark, CalloutAuthEvent change) {
    if (!room.take(change.tenant())) {
      return false;
    }
    waiting++;
    pending
        .computeIfAbsent(mark, made -> new Pending(clocks.nanos(), new ArrayList<>()))
        .events()
        .add(change);
    return true;
  }

  /** Tells of those changes that are among what is committed. */
  synchronized void committed(List<String> marks) {
    if (waiting > 0) {
      marks.forEach(mark -> end(pending.remove(mark), true));
    }
  }

  /**
   * Gives up those that were proposed too long ago. Nothing may be committed by now that was not
   * heard of.
   */
  synchronized void giveUp() {
    long now = clocks.nanos();
    List<String> over = new ArrayList<>();
    for (Map.Entry<String, Pending> oldest : pending.entrySet()) {
      if (now - oldest.getValue().since() < LONGEST.toNanos()) {
        break;
      }
      over.add(oldest.getKey());
    }
    over.forEach(mark -> end(pending.remove(mark), false));
  }

  private void end(@Nullable Pending over, boolean committed) {
    if (over != null) {
      waiting -= over.events().size();
      for (CalloutAuthEvent change : over.events()) {
        room.leave(change.tenant());
        queue.add(change.ended(committed, clocks.wall().instant()));
      }
    }
  }

  /** Says how many ends nobody is going to hear of. */
  synchronized void close() {
    if (waiting > 0) {
      LOG.info(
          "This node was closed before it heard whether {} committed. Nothing is lost: the store"
              + " keeps what was committed; a listener may miss its 'committed' event",
          waiting == 1 ? "1 change is" : waiting + " changes are");
    }
  }
}
