package io.calloutauth.jdbc;

import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** Writes and reads the rows of pending revocations. */
final class PendingRows {

  /** The columns to read. */
  static final String COLUMNS =
      "tenant, provider_id, id, name, kid, sealed, ends_at, claims, ${now} AS time_now";

  private PendingRows() {}

  static void check(PendingRevocation pending) {
    Limits.secret(pending.name());
    Limits.keyId(pending.token().keyId());
  }

  static void insert(Session session, PendingRevocation pending, Duration due) throws SQLException {
    ProviderKey key = pending.provider();
    session.update(
        "INSERT INTO ${revocation}"
            + " (tenant, provider_id, id, name, kid, sealed, ends_at, due_from, due_at, claims)"
            + " VALUES (?, ?, ?, ?, ?, ?, ${now} + ?, ${now}, ${now} + ?, 0)",
        key.tenant(),
        key.id(),
        pending.id(),
        pending.name(),
        pending.token().keyId(),
        pending.token().text(),
        TokenWrites.millis(pending.endsIn()),
        TokenWrites.millis(due));
  }

  static long count(Session session, ProviderKey key) throws SQLException {
    return session
        .first(
            row -> row.getLong(1),
            "SELECT count(*) FROM ${revocation} WHERE tenant = ? AND provider_id = ?",
            key.tenant(),
            key.id())
        .orElse(0L);
  }

  static PendingRevocation read(ResultSet row) throws SQLException {
    long left = row.getLong("ends_at") - row.getLong("time_now");
    Duration endsIn = Duration.ofMillis(Math.max(0, left));
    return PendingRevocation.of(
            new ProviderKey(row.getString("tenant"), row.getString("provider_id")),
            row.getString("id"),
            Sealed.of(row.getString("kid"), row.getString("sealed")),
            endsIn)
        .named(row.getString("name"))
        .claimed(endsIn, row.getInt("claims"));
  }
}
