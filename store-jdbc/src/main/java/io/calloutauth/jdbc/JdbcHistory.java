package io.calloutauth.jdbc;

import io.calloutauth.store.HistoryNote;
import io.calloutauth.store.HistoryRow;
import io.calloutauth.store.HistoryStore;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps history in a table; joins the host's transaction.
 *
 * <ol>
 *   <li>Rows that count are joined by a conditional update; the first of its key is made by an
 *       insertion that the unique key decides.
 *   <li>Providers are written in their order, so that two nodes do not wait for each other.
 *   <li>What is too much goes in the transaction that writes, but for a change's: its row may be in
 *       a transaction of the host's, which would hold up the engine's.
 * </ol>
 */
final class JdbcHistory implements HistoryStore {

  static final int SLICE = 10_000;

  private static final String SELECT =
      "SELECT " + HistoryRows.COLUMNS + " FROM ${event} WHERE tenant = ?";

  private static final Comparator<HistoryNote> BY_PROVIDER =
      Comparator.comparing((HistoryNote note) -> note.row().tenant())
          .thenComparing(note -> note.row().provider().id());

  private final Transactions transactions;

  JdbcHistory(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void write(List<HistoryNote> notes, int most) {
    List<HistoryNote> ordered = notes.stream().sorted(BY_PROVIDER).toList();
    transactions.run(session -> write(session, ordered, most));
  }

  private static boolean write(Session session, List<HistoryNote> notes, int most)
      throws SQLException {
    Set<ProviderKey> there = new LinkedHashSet<>();
    Set<ProviderKey> gone = new LinkedHashSet<>();
    for (HistoryNote note : notes) {
      ProviderKey key = note.row().provider();
      if (!there.contains(key) && !gone.contains(key)) {
        (isThere(session, key) ? there : gone).add(key);
      }
      if (there.contains(key)) {
        HistoryRows.write(session, note);
      }
    }
    for (ProviderKey key : there) {
      trim(session, key, most);
    }
    return true;
  }

  private static boolean isThere(Session session, ProviderKey key) throws SQLException {
    return key.id().isEmpty()
        || session.any(
            "SELECT id FROM ${provider} WHERE tenant = ? AND id = ?", key.tenant(), key.id());
  }

  @Override
  public void trim(ProviderKey provider, int most) {
    transactions.run(session -> trim(session, provider, most));
  }

  private static boolean trim(Session session, ProviderKey key, int most) throws SQLException {
    List<Object[]> ids = new ArrayList<>();
    ids.addAll(tooMany(session, key, "notification_id IS NULL", most));
    ids.addAll(tooMany(session, key, "notification_id IS NOT NULL", most));
    session.updateEach("DELETE FROM ${event} WHERE id = ?", ids);
    return !ids.isEmpty();
  }

  /** Looks for them without a lock: what a host has not committed yet is not waited for. */
  private static List<Object[]> tooMany(Session session, ProviderKey key, String which, int most)
      throws SQLException {
    return session.list(
        row -> new Object[] {row.getLong(1)},
        "SELECT id FROM ${event} WHERE tenant = ? AND provider_id = ? AND "
            + which
            + " ORDER BY last_at DESC, id DESC LIMIT ? OFFSET ?",
        key.tenant(),
        key.id(),
        SLICE,
        most);
  }

  @Override
  public Page<HistoryRow> list(
      ProviderKey provider, Period period, @Nullable String after, int limit) {
    return page(" AND provider_id = ?", provider.tenant(), provider.id(), period, after, limit);
  }

  @Override
  public Page<HistoryRow> list(
      String tenant, String notificationId, Period period, @Nullable String after, int limit) {
    return page(" AND notification_id = ?", tenant, notificationId, period, after, limit);
  }

  /** A row, and where a page that it ends ends. */
  private record Read(HistoryRow row, Position position) {}

  private Page<HistoryRow> page(
      String condition,
      String tenant,
      String key,
      Period period,
      @Nullable String after,
      int limit) {
    StringBuilder query = new StringBuilder(SELECT).append(condition);
    List<Object> values = new ArrayList<>(List.of(tenant, key));
    if (period.since() != null) {
      query.append(" AND last_at >= ?");
      values.add(period.since().toEpochMilli());
    }
    if (period.until() != null) {
      query.append(" AND first_at < ?");
      values.add(period.until().toEpochMilli());
    }
    if (after != null) {
      Position end = Position.read(after);
      query.append(" AND (last_at < ? OR (last_at = ? AND id < ?))");
      values.addAll(List.of(end.lastAt(), end.lastAt(), end.number()));
    }
    query.append(" ORDER BY last_at DESC, id DESC LIMIT ?");
    values.add(PageReader.rows(limit));
    List<Read> rows =
        transactions.run(
            session ->
                session.list(
                    row ->
                        new Read(
                            HistoryRows.read(row),
                            new Position(row.getLong("last_at"), row.getLong("id"))),
                    query.toString(),
                    values.toArray()));
    return PageReader.of(rows, limit, read -> read.position().text()).map(Read::row);
  }

  @Override
  public int sweep(Duration age) {
    return transactions.run(session -> sweep(session, TokenWrites.millis(age)));
  }

  /** A slice at a time: a long table takes longer than a statement may. */
  private static int sweep(Session session, long age) throws SQLException {
    long last =
        session
            .first(
                row -> row.getLong(1),
                "SELECT last_at FROM ${event} WHERE last_at < ${now} - ? ORDER BY last_at"
                    + " LIMIT 1 OFFSET "
                    + SLICE,
                age)
            .orElse(Long.MAX_VALUE);
    return session.update(
        "DELETE FROM ${event} WHERE last_at < ${now} - ? AND last_at <= ?", age, last);
  }
}
