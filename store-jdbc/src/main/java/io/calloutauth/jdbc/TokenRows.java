package io.calloutauth.jdbc;

import io.calloutauth.store.Doubt;
import io.calloutauth.store.Lease;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.StoredAuthorization;
import io.calloutauth.store.StoredFailure;
import io.calloutauth.store.StoredToken;
import io.calloutauth.store.TokenContent;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads token rows: its times become durations against the database's clock. */
final class TokenRows {

  /** The columns to read, of a table that the query calls {@code t}. */
  static final String COLUMNS =
      "t.fence, t.lease_owner, t.epoch AS lease_epoch, t.lease_from, t.lease_until, t.token_epoch,"
          + " t.token_fence, t.token_owner, t.kid AS token_kid,"
          + " t.sealed AS token_sealed, t.issued_at, t.expires_at, t.scope, t.warnings,"
          + " t.credential, t.bound_to,"
          + " t.failure, t.failure_epoch, t.failing_since, t.attempts, t.last_attempt_at,"
          + " t.next_attempt_at, t.revoked_at, t.refresh_no, t.refresh_kid, t.refresh_sealed,"
          + " t.refresh_at, t.refresh_ends_at, t.doubt_no, t.doubt_since, t.authorized_by,"
          + " t.authorized_at, t.format, ${now} AS time_now";

  /** Reads the rows of a {@link KeyList}. */
  static final String OF_KEYS =
      "SELECT t.tenant, t.provider_id, "
          + COLUMNS
          + " FROM ${token} t WHERE (t.tenant, t.provider_id) IN ";

  /** How far ahead of now something may have begun: so much do clocks of database nodes differ. */
  static final long MOST_AHEAD_MILLIS = 5_000;

  private TokenRows() {}

  static TokenRow read(ResultSet row) throws SQLException {
    long now = row.getLong("time_now");
    long revokedAt = row.getLong("revoked_at");
    return TokenRow.builder()
        .fence(row.getLong("fence"))
        .owner(row.getLong("lease_owner"))
        .lease(row.getLong("lease_epoch"), lease(row, now))
        .token(token(row, now))
        .failure(failure(row, now))
        .pause(pause(row, now))
        .sinceRevoked(sinceIfEver(revokedAt, now))
        .authorization(authorization(row, now))
        .format(row.getInt("format"))
        .build();
  }

  private static Duration lease(ResultSet row, long now) throws SQLException {
    boolean begun = row.getLong("lease_from") <= now;
    return begun ? until(row.getLong("lease_until"), now) : Duration.ZERO;
  }

  private static @Nullable StoredToken token(ResultSet row, long now) throws SQLException {
    String sealed = row.getString("token_sealed");
    if (sealed == null) {
      return null;
    }
    long issuedAt = row.getLong("issued_at");
    Sealed read = Sealed.of(text(row, "token_kid"), sealed);
    Duration lifetime = Duration.ofMillis(row.getLong("expires_at") - issuedAt);
    TokenContent kept =
        TokenContent.builder(read, lifetime)
            .scope(text(row, "scope"))
            .warnings(Set.copyOf(JsonText.readArray(row.getString("warnings")).orElse(List.of())))
            .credential(text(row, "credential"))
            .boundTo(text(row, "bound_to"))
            .build();
    return StoredToken.of(lease(row), kept, Duration.ofMillis(now - issuedAt));
  }

  private static Lease lease(ResultSet row) throws SQLException {
    return new Lease(
        row.getLong("token_epoch"), row.getLong("token_fence"), row.getLong("token_owner"));
  }

  private static String text(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNullElse(row.getString(column), "");
  }

  private static @Nullable StoredFailure failure(ResultSet row, long now) throws SQLException {
    String failure = row.getString("failure");
    return failure == null
        ? null
        : StoredFailure.of(
            row.getLong("failure_epoch"),
            new TokenRequestOutcome.Failure(failure, row.getInt("attempts")),
            since(row.getLong("failing_since"), now));
  }

  /**
   * A pause is never longer than it was set, also when the clock steps back; one that begins later
   * than the clocks of two database nodes differ is over: it would begin anew with each reading.
   */
  private static Duration pause(ResultSet row, long now) throws SQLException {
    long from = row.getLong("last_attempt_at");
    return from - now > MOST_AHEAD_MILLIS
        ? Duration.ZERO
        : until(row.getLong("next_attempt_at"), Math.max(from, now));
  }

  private static StoredAuthorization authorization(ResultSet row, long now) throws SQLException {
    long number = row.getLong("refresh_no");
    long authorizedAt = row.getLong("authorized_at");
    Doubt doubt = doubt(row, now);
    if (number == 0 && authorizedAt == 0 && doubt == null) {
      return StoredAuthorization.NONE;
    }
    String sealed = row.getString("refresh_sealed");
    long age = now - row.getLong("refresh_at");
    long endsAt = row.getLong("refresh_ends_at");
    return StoredAuthorization.builder(number)
        .continuation(
            sealed == null ? null : Sealed.of(text(row, "refresh_kid"), sealed),
            sealed == null ? Duration.ZERO : Duration.ofMillis(age))
        .endsIn(endsAt == 0 ? null : until(endsAt, now))
        .doubt(doubt)
        .authorized(text(row, "authorized_by"), sinceIfEver(authorizedAt, now))
        .build();
  }

  private static @Nullable Doubt doubt(ResultSet row, long now) throws SQLException {
    long since = row.getLong("doubt_since");
    return since == 0 ? null : new Doubt(row.getLong("doubt_no"), since(since, now));
  }

  private static @Nullable Duration sinceIfEver(long time, long now) {
    return time == 0 ? null : since(time, now);
  }

  private static Duration until(long time, long now) {
    return Duration.ofMillis(Math.max(0, time - now));
  }

  private static Duration since(long time, long now) {
    return Duration.ofMillis(Math.max(0, now - time));
  }
}
