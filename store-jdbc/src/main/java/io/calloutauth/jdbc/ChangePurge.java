package io.calloutauth.jdbc;

import io.calloutauth.store.StoreException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Purges the log of changes of what is older than an hour, but for the last of that: it may be what
 * a node read last. Every node does it now and then; that another does it too is no harm.
 * Thread-safe.
 *
 * <p>A slice at a time, one with each poll: a long log takes longer than a statement may. One that
 * fails is tried again at the next turn, and fails no poll.
 */
final class ChangePurge {

  static final int SLICE = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(ChangePurge.class);
  private static final long KEPT_MILLIS = 60 * 60_000L;
  private static final long INTERVAL_MILLIS = 10 * 60_000L;

  private final Transactions transactions;
  private final long intervalMillis;
  private final AtomicLong due = new AtomicLong();

  ChangePurge(Transactions transactions) {
    this(transactions, INTERVAL_MILLIS);
  }

  /** Makes one that has its turn once more when so much time has passed. */
  ChangePurge(Transactions transactions, long intervalMillis) {
    this.transactions = transactions;
    this.intervalMillis = intervalMillis;
  }

  /**
   * Deletes a slice if it is time to; blocks for some short statements, and throws nothing.
   *
   * @param now the database's time
   */
  void run(long now) {
    long at = due.get();
    boolean first =
        at == 0 && intervalMillis > 0; // nodes that start at once need not purge at once
    if (isAhead(at, now) || !due.compareAndSet(at, now + intervalMillis) || first) {
      return;
    }
    try {
      boolean more = transactions.run(session -> isMoreAfterSlice(session, now - KEPT_MILLIS));
      if (more) {
        due.set(now);
      }
    } catch (StoreException failed) {
      LOG.warn("Old changes could not be deleted, and are at the next turn", failed);
    }
  }

  /** A turn that is further ahead than the next one can be was set by a clock that was wrong. */
  private boolean isAhead(long at, long now) {
    return now < at && at - now <= intervalMillis;
  }

  private static boolean isMoreAfterSlice(Session session, long before) throws SQLException {
    long last =
        number(session, "SELECT coalesce(max(id), 0) FROM ${change} WHERE changed_at < ?", before);
    long first =
        number(
            session,
            "SELECT coalesce(min(id), 0) FROM ${change} WHERE changed_at < ? AND id < ?",
            before,
            last);
    if (first == 0) {
      return false;
    }
    session.update(
        "DELETE FROM ${change} WHERE id >= ? AND id < ? AND changed_at < ?",
        first,
        Math.min(first + SLICE, last),
        before);
    return first + SLICE < last;
  }

  private static long number(Session session, String query, Object... values) throws SQLException {
    return session.first(row -> row.getLong(1), query, values).orElseThrow();
  }
}
