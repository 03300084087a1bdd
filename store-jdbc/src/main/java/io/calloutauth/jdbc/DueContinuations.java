package io.calloutauth.jdbc;

import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.TokenRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the continuations that are due, and claims them; each method is the work of one
 * transaction.
 *
 * <ol>
 *   <li>What is due is found by an index, and claimed by moving its due time on: of all who read
 *       the same time, one moves it.
 *   <li>A due time that was set in the future, as a clock that stepped back leaves it, is over: it
 *       is looked for by another index.
 * </ol>
 */
final class DueContinuations {

  private static final String FROM_NOW =
      " SET refresh_due_from = ${now}, refresh_due_at = ${now} + ?";

  private DueContinuations() {}

  /** One that is due, as it was read. */
  private record Due(ProviderKey key, long from, long at) {

    static Due read(ResultSet row) throws SQLException {
      return new Due(
          new ProviderKey(row.getString(1), row.getString(2)), row.getLong(3), row.getLong(4));
    }
  }

  static Optional<ProviderKey> claim(Session session, Duration duration, Set<String> notOf)
      throws SQLException {
    Optional<Due> due = find(session, notOf);
    while (due.isPresent() && !isClaimed(session, due.get(), duration)) {
      due = find(session, notOf); // another was faster, and it is the next one's turn
    }
    return due.map(Due::key);
  }

  private static Optional<Due> find(Session session, Set<String> notOf) throws SQLException {
    List<Object> values = new ArrayList<>(notOf);
    values.addAll(notOf);
    return session.first(
        Due::read,
        "SELECT * FROM ("
            + first("refresh_due_at <= (SELECT ${now})", notOf.size(), "refresh_due_at")
            + ") t UNION ALL SELECT * FROM ("
            + first(
                "refresh_due_from > (SELECT ${now} + " + TokenRows.MOST_AHEAD_MILLIS + ")",
                notOf.size(),
                "refresh_due_from")
            + ") s",
        values.toArray());
  }

  /** The clock is asked once, so that an index is searched by it and not walked along. */
  private static String first(String condition, int others, String order) {
    String notOf =
        others == 0
            ? ""
            : " AND tenant NOT IN (" + String.join(", ", Collections.nCopies(others, "?")) + ")";
    return "SELECT tenant, provider_id, refresh_due_from, refresh_due_at FROM ${token}"
        + " WHERE refresh_due_at > 0 AND "
        + condition
        + notOf
        + " ORDER BY "
        + order
        + " LIMIT 1";
  }

  private static boolean isClaimed(Session session, Due due, Duration duration)
      throws SQLException {
    return session.update(
            "UPDATE ${token}"
                + FROM_NOW
                + " WHERE tenant = ? AND provider_id = ? AND refresh_due_from = ?"
                + " AND refresh_due_at = ?",
            TokenWrites.millis(duration),
            due.key().tenant(),
            due.key().id(),
            due.from(),
            due.at())
        > 0;
  }

  static boolean putOff(Session session, ProviderKey key, TokenRow read, Duration due)
      throws SQLException {
    return session.update(
            "UPDATE ${token}" + FROM_NOW + TokenWrites.AS_READ + " AND refresh_due_at > 0",
            TokenWrites.millis(due),
            key.tenant(),
            key.id(),
            read.fence(),
            read.owner())
        > 0;
  }
}
