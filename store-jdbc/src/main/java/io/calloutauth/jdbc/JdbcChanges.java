package io.calloutauth.jdbc;

import io.calloutauth.store.ChangeFeed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
 *   <li>Whatever a restore or a failover loses, it loses the last commits, and ids come again: a
 *       row that was read last and is another by now, or gone, is a gap. So is half an hour without
 *       asking.
 * </ol>
 *
 * @see ChangePurge
 */
final class JdbcChanges implements ChangeFeed {

  static final int PAGE = 5_000;

  private static final long AWAY_MILLIS = 30 * 60_000L;
  private static final long BEFORE_START_MILLIS = 16 * 60_000L;

  private final Transactions transactions;
  private final ChangePurge purge;
  private final Supplier<@Nullable Long> lastMark;

  /**
   * Makes a feed.
   *
   * @param lastMark tells the mark of the change that the calling thread made last
   */
  JdbcChanges(Transactions transactions, Supplier<@Nullable Long> lastMark) {
    this(transactions, new ChangePurge(transactions), lastMark);
  }

  JdbcChanges(Transactions transactions, ChangePurge purge, Supplier<@Nullable Long> lastMark) {
    this.transactions = transactions;
    this.purge = purge;
    this.lastMark = lastMark;
  }

  private record Row(long now, boolean readOnly, long id, long mark, @Nullable Change change) {

    FeedCursor.ReadRow read() {
      return new FeedCursor.ReadRow(id, mark, now);
    }
  }

  @Override
  public @Nullable String lastMark() {
    Long mark = lastMark.get();
    return mark == null ? null : mark.toString();
  }

  @Override
  public Changes changesSince(@Nullable String text) {
    FeedCursor cursor = text == null ? null : FeedCursor.read(text);
    return cursor == null ? fromNow(text != null) : changesSince(cursor);
  }

  private Changes changesSince(FeedCursor cursor) {
    AskedIds asked = cursor.asked();
    // What is asked for again must leave room for what is new.
    long limit = PAGE + asked.between() + cursor.read().size();
    List<Row> rows = transactions.run(session -> poll(session, cursor, asked.ranges(), limit));
    Row first = rows.get(0);
    Map<Long, Long> marks = new HashMap<>();
    rows.forEach(row -> marks.put(row.id(), row.mark()));
    if (!cursor.agreesWith(marks) || first.now() - cursor.time() > AWAY_MILLIS) {
      return fromNow(true);
    }
    List<FeedCursor.ReadRow> read = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    for (Row row : rows) {
      if (row.change() != null && cursor.awaits(row.id())) {
        read.add(row.read());
        changes.add(row.change());
      }
    }
    boolean more = rows.size() == limit;
    FeedCursor next = cursor.after(read, first.now()).goingOn(more);
    if (next.isOverfull()) {
      return fromNow(true);
    }
    if (!first.readOnly()) {
      purge.run(first.now());
    }
    return new Changes(changes, next.text(), more, false, first.readOnly(), marks(read));
  }

  private Changes fromNow(boolean gap) {
    FeedCursor now = transactions.run(JdbcChanges::start);
    return new Changes(List.of(), now.text(), false, gap, false, marks(now.read()));
  }

  private static List<String> marks(List<FeedCursor.ReadRow> rows) {
    return rows.stream().map(row -> Long.toString(row.mark())).toList();
  }

  /**
   * Asks for all above the head, for what is missing below it, and for what is compared; the clock
   * and whether the database only reads come along.
   */
  private static List<Row> poll(
      Session session, FeedCursor cursor, List<AskedIds.Range> again, long limit)
      throws SQLException {
    StringBuilder query =
        new StringBuilder("SELECT n.time_now, n.only_reads, c.id, c.mark, c.tenant, c.kind,")
            .append(" c.subject FROM (SELECT ${now} AS time_now, ")
            .append(session.dialect().onlyReads())
            .append(" AS only_reads) n LEFT JOIN (SELECT id, mark, tenant, kind, subject")
            .append(" FROM ${change} WHERE id >= ? AND (id > ?");
    List<Object> values = new ArrayList<>(List.of(cursor.lowest(), cursor.head()));
    List<Long> alone = new ArrayList<>();
    for (AskedIds.Range each : again) {
      if (each.first() == each.last()) {
        alone.add(each.first());
      } else {
        query.append(" OR id BETWEEN ? AND ?");
        values.add(each.first());
        values.add(each.last());
      }
    }
    if (!alone.isEmpty()) {
      // In one list: PostgreSQL takes half a second to plan some hundred alternatives.
      query.append(" OR id IN (").append("?,".repeat(alone.size() - 1)).append("?)");
      values.addAll(alone);
    }
    // Inside, the limit spares a node that is far behind from sorting all that is left.
    query.append(") ORDER BY id LIMIT ?) c ON 1 = 1 ORDER BY c.id");
    values.add(limit);
    return session.list(JdbcChanges::row, query.toString(), values.toArray());
  }

  private static Row row(ResultSet row) throws SQLException {
    String kind = row.getString(6);
    return new Row(
        row.getLong(1),
        row.getBoolean(2),
        row.getLong(3),
        row.getLong(4),
        kind == null ? null : change(row.getString(5), kind, row.getString(7)));
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
      return new FeedCursor(head, now, missing, read(session, old, head, now));
    }
    // What cannot be minded as missing is read again from there on.
    long before = missing.get(FeedCursor.MOST_MISSING).first() - 1;
    return new FeedCursor(
        before, now, missing.subList(0, FeedCursor.MOST_MISSING), read(session, old, before, now));
  }

  /**
   * Reads what is compared from the start on: what the node reads before its first poll may be of
   * any of the last commits. Old rows are left out but for the head's: they are purged.
   */
  private static List<FeedCursor.ReadRow> read(Session session, long old, long head, long now)
      throws SQLException {
    List<FeedCursor.ReadRow> last =
        session.list(
            row -> new FeedCursor.ReadRow(row.getLong(1), row.getLong(2), now),
            "SELECT id, mark FROM ${change} WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT "
                + FeedCursor.MOST_READ,
            Math.min(old + 1, head),
            head);
    List<FeedCursor.ReadRow> read = new ArrayList<>(last);
    Collections.reverse(read);
    return read;
  }

  private static long number(Session session, String query, Object... values) throws SQLException {
    return session.first(row -> row.getLong(1), query, values).orElseThrow();
  }
}
