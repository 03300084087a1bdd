package io.calloutauth.jdbc;

import io.calloutauth.store.ChangeFeed;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of changes as one that has gaps.
 *
 * <ol>
 *   <li>A change is written in the transaction that makes it, and gets its id there: it is seen
 *       when that transaction commits, maybe after changes with higher ids.
 *   <li>So an id that is missing below the highest one that was read is asked for again with each
 *       poll, for 15 minutes; the cursor carries the missing ones. What is read once more on the
 *       way to them is not told once more.
 *   <li>The log is kept for an hour, and its last change for ever. A log that ends below where the
 *       node was (the database was restored), and a node that was away for half an hour, have a
 *       gap.
 * </ol>
 */
final class JdbcChanges implements ChangeFeed {

  static final int PAGE = 5_000;

  private static final long AWAY_MILLIS = 30 * 60_000L;
  private static final long KEPT_MILLIS = 60 * 60_000L;
  private static final long CLEANING_MILLIS = 10 * 60_000L;
  private static final long BEFORE_START_MILLIS = 16 * 60_000L;

  private final Transactions transactions;
  private final long cleaningMillis;
  private final AtomicLong cleanedAt = new AtomicLong();

  JdbcChanges(Transactions transactions) {
    this(transactions, CLEANING_MILLIS);
  }

  /** Makes a feed that cleans the log once more than so much time has passed. */
  JdbcChanges(Transactions transactions, long cleaningMillis) {
    this.transactions = transactions;
    this.cleaningMillis = cleaningMillis;
  }

  private record Row(long now, long top, long id, @Nullable Change change) {}

  @Override
  public Changes changesSince(@Nullable String text) {
    if (text == null) {
      return new Changes(List.of(), transactions.run(JdbcChanges::start).text(), false, false);
    }
    FeedCursor cursor = FeedCursor.read(text);
    return cursor == null ? gap() : changesSince(cursor);
  }

  private Changes changesSince(FeedCursor cursor) {
    AskedIds asked = cursor.asked();
    // What is asked for again must leave room for what is new.
    long limit = PAGE + asked.between();
    List<Row> rows = transactions.run(session -> poll(session, cursor, asked, limit));
    long now = rows.get(0).now();
    if (rows.get(0).top() < cursor.head() || now - cursor.time() > AWAY_MILLIS) {
      return gap();
    }
    List<Long> ids = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    for (Row row : rows) {
      if (row.change() != null && cursor.awaits(row.id())) {
        ids.add(row.id());
        changes.add(row.change());
      }
    }
    FeedCursor next = cursor.after(ids, now);
    if (next.isOverfull()) {
      return gap();
    }
    clean(next);
    return new Changes(changes, next.text(), rows.size() == limit, false);
  }

  private Changes gap() {
    return new Changes(List.of(), transactions.run(JdbcChanges::start).text(), false, true);
  }

  /** Asks for all above the head and for what is missing below it; the clock comes along. */
  private static List<Row> poll(Session session, FeedCursor cursor, AskedIds asked, long limit)
      throws SQLException {
    StringBuilder query =
        new StringBuilder(
            "SELECT n.time_now, n.top, c.id, c.tenant, c.kind, c.subject"
                + " FROM (SELECT ${now} AS time_now,"
                + " (SELECT coalesce(max(id), 0) FROM ${change}) AS top) n"
                + " LEFT JOIN (SELECT id, tenant, kind, subject FROM ${change}"
                + " WHERE id >= ? AND (id > ?");
    List<Object> values = new ArrayList<>(List.of(cursor.lowest(), cursor.head()));
    for (AskedIds.Range each : asked.ranges()) {
      query.append(" OR id BETWEEN ? AND ?");
      values.add(each.first());
      values.add(each.last());
    }
    // Inside, the limit spares a node that is far behind from sorting all that is left.
    query.append(") ORDER BY id LIMIT ?) c ON 1 = 1 ORDER BY c.id");
    values.add(limit);
    return session.list(
        row -> {
          String kind = row.getString(5);
          return new Row(
              row.getLong(1),
              row.getLong(2),
              row.getLong(3),
              kind == null ? null : change(row.getString(4), kind, row.getString(6)));
        },
        query.toString(),
        values.toArray());
  }

  /** What a later release writes, and this one does not know, may be about all of the tenant's. */
  private static Change change(String tenant, String kind, String subject) {
    return Arrays.stream(Kind.values())
        .filter(each -> each.name().equals(kind))
        .findFirst()
        .map(each -> new Change(tenant, each, subject))
        .orElseGet(() -> new Change(tenant, Kind.TENANT, ""));
  }

  /** Starts from now: at the head, minding what transactions that run at this moment will bring. */
  private static FeedCursor start(Session session) throws SQLException {
    // What is committed while these run is there before the node reads anything to hold.
    long now = number(session, "SELECT ${now} FROM (SELECT 1 AS one) n");
    long old =
        number(
            session,
            "SELECT coalesce(max(id), 0) FROM ${change} WHERE changed_at < ?",
            now - BEFORE_START_MILLIS);
    long head = number(session, "SELECT coalesce(max(id), 0) FROM ${change}");
    List<FeedCursor.Missing> missing =
        session.list(
            row -> new FeedCursor.Missing(row.getLong(1) + 1, row.getLong(2) - 1, now),
            "SELECT g.before_id, g.id FROM (SELECT id,"
                + " coalesce(lag(id) OVER (ORDER BY id), ?) AS before_id"
                + " FROM ${change} WHERE id > ? AND id <= ?) g"
                + " WHERE g.before_id < g.id - 1 ORDER BY g.id LIMIT "
                + (FeedCursor.MOST_MISSING + 1),
            old,
            old,
            head);
    if (missing.size() <= FeedCursor.MOST_MISSING) {
      return new FeedCursor(head, now, missing);
    }
    // What cannot be minded as missing is read again from there on.
    long before = missing.get(FeedCursor.MOST_MISSING).first() - 1;
    return new FeedCursor(before, now, missing.subList(0, FeedCursor.MOST_MISSING));
  }

  private static long number(Session session, String query, Object... values) throws SQLException {
    return session.first(row -> row.getLong(1), query, values).orElseThrow();
  }

  /** Every node cleans now and then; that another does it too is no harm. */
  private void clean(FeedCursor cursor) {
    long last = cleanedAt.get();
    if (last == 0) {
      cleanedAt.compareAndSet(0, cursor.time());
    } else if (cursor.time() - last > cleaningMillis
        && cleanedAt.compareAndSet(last, cursor.time())) {
      transactions.run(
          session ->
              session.update(
                  "DELETE FROM ${change} WHERE changed_at < ? AND id < ?",
                  cursor.time() - KEPT_MILLIS,
                  cursor.head()));
    }
  }
}
