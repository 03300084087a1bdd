package io.calloutauth.jdbc;

import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.RevocationStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps pending revocations in a table, in transactions that are never the host's.
 *
 * <ol>
 *   <li>What is due is found by one index; it is claimed by moving its due time on. Beside the due
 *       time stands when it was set: one that was set in the future, as a clock that stepped back
 *       leaves it, is over.
 *   <li>Claims are counted: of all who read the same count, one moves it, and who comes late moves
 *       nothing.
 *   <li>A row is made in the transaction that drops its token, and goes with its provider.
 * </ol>
 */
final class JdbcRevocations implements RevocationStore {

  private static final String OF_ID = " WHERE tenant = ? AND provider_id = ? AND id = ?";
  private static final String OF_CLAIM = OF_ID + " AND claims = ?";

  private final Transactions transactions;

  JdbcRevocations(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Optional<PendingRevocation> claim(Duration duration, Set<String> notOf) {
    return transactions.run(session -> claim(session, duration, notOf));
  }

  private static Optional<PendingRevocation> claim(
      Session session, Duration duration, Set<String> notOf) throws SQLException {
    Optional<PendingRevocation> due = due(session, notOf);
    while (due.isPresent() && !claimed(session, due.get(), duration)) {
      due = due(session, notOf); // another was faster, and it is the next one's turn
    }
    return due.map(JdbcRevocations::counted);
  }

  private static Optional<PendingRevocation> due(Session session, Set<String> notOf)
      throws SQLException {
    String others =
        notOf.isEmpty()
            ? ""
            : " AND tenant NOT IN ("
                + String.join(", ", Collections.nCopies(notOf.size(), "?"))
                + ")";
    return session.first(
        PendingRows::read,
        "SELECT "
            + PendingRows.COLUMNS
            + " FROM ${revocation} WHERE (due_at <= ${now} OR due_from > ${now} + "
            + TokenRows.MOST_AHEAD_MILLIS
            + ")"
            + others
            + " ORDER BY due_at LIMIT 1",
        notOf.toArray());
  }

  private static boolean claimed(Session session, PendingRevocation read, Duration duration)
      throws SQLException {
    return session.update(
            "UPDATE ${revocation} SET due_from = ${now}, due_at = ${now} + ?, claims = claims + 1"
                + OF_CLAIM,
            TokenWrites.millis(duration),
            read.provider().tenant(),
            read.provider().id(),
            read.id(),
            read.claims())
        > 0;
  }

  private static PendingRevocation counted(PendingRevocation read) {
    return read.claimed(read.endsIn(), read.claims() + 1);
  }

  @Override
  public boolean putOff(PendingRevocation claimed, Duration due) {
    return transactions.run(
        session ->
            session.update(
                    "UPDATE ${revocation} SET due_from = ${now}, due_at = ${now} + ?" + OF_CLAIM,
                    TokenWrites.millis(due),
                    claimed.provider().tenant(),
                    claimed.provider().id(),
                    claimed.id(),
                    claimed.claims())
                > 0);
  }

  @Override
  public void remove(PendingRevocation pending) {
    transactions.run(
        session ->
            session.update(
                "DELETE FROM ${revocation}" + OF_ID,
                pending.provider().tenant(),
                pending.provider().id(),
                pending.id()));
  }
}
