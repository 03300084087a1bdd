package io.calloutauth.jdbc;

import io.calloutauth.store.PendingAuthorization;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** Writes and reads the rows of pending authorizations. */
final class AuthorizationRows {

  /** The columns to read. */
  static final String COLUMNS =
      "tenant, provider_id, state_digest, refresh_no, kid, sealed, session_digest, actor,"
          + " begun_at, ends_at, ${now} AS time_now";

  /** One that began in the future, as a clock that stepped back leaves it, is over. */
  static final String OVER =
      "(ends_at <= ${now} OR begun_at > ${now} + " + TokenRows.MOST_AHEAD_MILLIS + ")";

  /** The number of a tenant's that are not over, and of those of one provider. */
  record Counts(long ofTenant, long ofProvider) {}

  private AuthorizationRows() {}

  static void check(PendingAuthorization pending) {
    Limits.digest("state", pending.state());
    Limits.digest("session", pending.session());
    Limits.actor(pending.actor());
    Limits.keyId(pending.sealed().keyId());
  }

  static Counts count(Session session, ProviderKey key) throws SQLException {
    return session
        .first(
            row -> new Counts(row.getLong(1), row.getLong(2)),
            "SELECT count(*), count(CASE WHEN provider_id = ? THEN 1 END) FROM ${authorization}"
                + " WHERE tenant = ? AND NOT "
                + OVER,
            key.id(),
            key.tenant())
        .orElseThrow();
  }

  /** Returns false when the tenant has another of this state. */
  static boolean insert(Session session, PendingAuthorization pending) throws SQLException {
    return session.updateUnlessTaken(
            "INSERT INTO ${authorization} (tenant, provider_id, state_digest, refresh_no, kid,"
                + " sealed, session_digest, actor, begun_at, ends_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ${now}, ${now} + ?)",
            pending.provider().tenant(),
            pending.provider().id(),
            pending.state(),
            pending.authorization(),
            pending.sealed().keyId(),
            pending.sealed().text(),
            pending.session(),
            pending.actor(),
            TokenWrites.millis(pending.endsIn()))
        > 0;
  }

  static PendingAuthorization read(ResultSet row) throws SQLException {
    return PendingAuthorization.builder(
            new ProviderKey(row.getString("tenant"), row.getString("provider_id")),
            row.getString("state_digest"),
            Sealed.of(row.getString("kid"), row.getString("sealed")),
            left(row))
        .authorization(row.getLong("refresh_no"))
        .session(row.getString("session_digest"))
        .actor(row.getString("actor"))
        .build();
  }

  private static Duration left(ResultSet row) throws SQLException {
    long now = row.getLong("time_now");
    long begunAt = row.getLong("begun_at");
    boolean isAhead = begunAt - now > TokenRows.MOST_AHEAD_MILLIS;
    long left = row.getLong("ends_at") - Math.max(begunAt, now);
    return isAhead || left < 0 ? Duration.ZERO : Duration.ofMillis(left);
  }
}
