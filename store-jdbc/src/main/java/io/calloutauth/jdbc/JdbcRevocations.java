package io.calloutauth.jdbc;

import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.RevocationStore;
import io.calloutauth.store.Sealed;
import java.sql.ResultSet;
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
 *   <li>A row is made in the transaction that drops its token.
 *   <li>A row goes with its provider, which is locked before the token is dropped and the row is
 *       made: in the order in which a deletion goes.
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
  public boolean revoke(PendingRevocation pending, long readFence, Duration due, int limit) {
    Limits.keyId(pending.token().keyId());
    return transactions.run(
        session -> {
          ProviderKey key = pending.provider();
          if (!isThere(session, key) || !JdbcTokens.revoke(session, key, readFence)) {
            return false;
          }
          if (kept(session, key) < limit) {
            keep(session, pending, due);
          }
          return true;
        });
  }

  private static boolean isThere(Session session, ProviderKey key) throws SQLException {
    return session.any(
        "SELECT id FROM ${provider} WHERE tenant = ? AND id = ?"
            + session.dialect().keepingFromDeletion(),
        key.tenant(),
        key.id());
  }

  private static void keep(Session session, PendingRevocation pending, Duration due)
      throws SQLException {
    ProviderKey key = pending.provider();
    session.update(
        "INSERT INTO ${revocation}"
            + " (tenant, provider_id, id, kid, sealed, ends_at, due_from, due_at, claims)"
            + " VALUES (?, ?, ?, ?, ?, ${now} + ?, ${now}, ${now} + ?, 0)",
        key.tenant(),
        key.id(),
        pending.id(),
        pending.token().keyId(),
        pending.token().text(),
        millis(pending.endsIn()),
        millis(due));
  }

  private static long kept(Session session, ProviderKey key) throws SQLException {
    return session
        .first(
            row -> row.getLong(1),
            "SELECT count(*) FROM ${revocation} WHERE tenant = ? AND provider_id = ?",
            key.tenant(),
            key.id())
        .orElse(0L);
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
        JdbcRevocations::read,
        "SELECT tenant, provider_id, id, kid, sealed, ends_at, claims, ${now} AS time_now"
            + " FROM ${revocation} WHERE (due_at <= ${now} OR due_from > ${now} + "
            + TokenRows.MOST_AHEAD_MILLIS
            + ")"
            + others
            + " ORDER BY due_at LIMIT 1",
        notOf.toArray());
  }

  private static PendingRevocation read(ResultSet row) throws SQLException {
    long left = row.getLong("ends_at") - row.getLong("time_now");
    Duration endsIn = Duration.ofMillis(Math.max(0, left));
    return PendingRevocation.of(
            new ProviderKey(row.getString("tenant"), row.getString("provider_id")),
            row.getString("id"),
            Sealed.of(row.getString("kid"), row.getString("sealed")),
            endsIn)
        .claimed(endsIn, row.getInt("claims"));
  }

  private static boolean claimed(Session session, PendingRevocation read, Duration duration)
      throws SQLException {
    return session.update(
            "UPDATE ${revocation} SET due_from = ${now}, due_at = ${now} + ?, claims = claims + 1"
                + OF_CLAIM,
            millis(duration),
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
                    millis(due),
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

  /** A part of a millisecond is waited for as a whole one. */
  private static long millis(Duration duration) {
    return duration.plusNanos(999_999).toMillis();
  }
}
