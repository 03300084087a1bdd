package io.calloutauth.jdbc;

import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.LeaseResult;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.TokenContent;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenRow;
import io.calloutauth.store.TokenStore;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps token rows and their leases in a table, in transactions that are never the host's.
 *
 * <ol>
 *   <li>A row is made with its provider, and goes with it: everything here is an update of one row,
 *       decided by its fence, and by who holds it.
 *   <li>A lease is for the provider's own epoch, whatever epoch the row has: it may be one that a
 *       failover lost. It is free when it is of another epoch, over, or from the future, as a clock
 *       that stepped back leaves it.
 *   <li>Who lost its fence writes 0 rows; so does who holds one that a failover gave out again.
 * </ol>
 */
final class JdbcTokens implements TokenStore {

  private static final String UNDER_FENCE = " WHERE tenant = ? AND provider_id = ? AND fence = ?";
  private static final String UNDER_LEASE = UNDER_FENCE + " AND lease_owner = ?";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Transactions transactions;

  JdbcTokens(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Optional<TokenRow> find(ProviderKey key) {
    return transactions.run(
        session ->
            session.first(
                TokenRows::read,
                "SELECT "
                    + TokenRows.COLUMNS
                    + " FROM ${token} t WHERE t.tenant = ? AND t.provider_id = ?",
                key.tenant(),
                key.id()));
  }

  @Override
  public Map<ProviderKey, TokenRow> find(Collection<ProviderKey> keys) {
    if (keys.size() > MOST_AT_ONCE) {
      throw new IllegalArgumentException("At most " + MOST_AT_ONCE + " token rows at once");
    }
    return keys.isEmpty() ? Map.of() : transactions.run(session -> find(session, keys));
  }

  private static Map<ProviderKey, TokenRow> find(Session session, Collection<ProviderKey> keys)
      throws SQLException {
    Map<ProviderKey, TokenRow> rows = new HashMap<>();
    session.list(
        row ->
            rows.put(
                new ProviderKey(row.getString("tenant"), row.getString("provider_id")),
                TokenRows.read(row)),
        KeyList.query(TokenRows.OF_KEYS, keys.size()),
        KeyList.values(keys));
    return rows;
  }

  @Override
  public LeaseResult lease(ProviderKey key, LeaseRequest request) {
    return transactions.run(
        session ->
            isOfItsEpoch(session, key, request)
                ? lease(session, key, request)
                : LeaseResult.Refusal.OTHER_EPOCH);
  }

  /** Without a lock: an edit that is open holds no lease up, and the token carries its epoch. */
  private static boolean isOfItsEpoch(Session session, ProviderKey key, LeaseRequest request)
      throws SQLException {
    return session
        .first(
            row -> row.getLong(1),
            "SELECT epoch FROM ${provider} WHERE tenant = ? AND id = ?",
            key.tenant(),
            key.id())
        .map(epoch -> epoch == request.epoch())
        .orElse(true); // it is gone, and the lease is not to be had
  }

  private static LeaseResult lease(Session session, ProviderKey key, LeaseRequest request)
      throws SQLException {
    long owner = RANDOM.nextLong();
    int rows =
        session.update(
            "UPDATE ${token} SET fence = fence + 1, epoch = ?, lease_owner = ?,"
                + " lease_from = ${now}, lease_until = ${now} + ?"
                + UNDER_FENCE
                + " AND (epoch <> ? OR lease_until <= ${now} OR lease_from > ${now})",
            request.epoch(),
            owner,
            millis(request.duration()),
            key.tenant(),
            key.id(),
            request.readFence(),
            request.epoch());
    return rows == 0
        ? LeaseResult.Refusal.HELD
        : new Lease(request.epoch(), request.readFence() + 1, owner);
  }

  @Override
  public boolean complete(ProviderKey key, Lease lease, TokenRequestOutcome outcome) {
    List<@Nullable Object> values = new ArrayList<>();
    String set =
        token(outcome.token(), lease, values)
            + failure(outcome.failure(), lease, values)
            + pause(outcome.pause(), values);
    values.addAll(List.of(key.tenant(), key.id(), lease.fence(), lease.owner()));
    return transactions.run(
        session ->
            session.update("UPDATE ${token} SET " + set + UNDER_LEASE, values.toArray()) > 0);
  }

  @Override
  public boolean revoke(ProviderKey key, long readFence) {
    return transactions.run(session -> revoke(session, key, readFence));
  }

  static boolean revoke(Session session, ProviderKey key, long readFence) throws SQLException {
    int rows =
        session.update(
            "UPDATE ${token} SET fence = fence + 1, sealed = NULL, kid = NULL, issued_at = 0,"
                + " expires_at = 0, lease_until = 0, revoked_at = ${now}"
                + UNDER_FENCE,
            key.tenant(),
            key.id(),
            readFence);
    if (rows == 0) {
      return false;
    }
    ChangeLog.add(session, key.tenant(), Kind.PROVIDER, key.id());
    return true;
  }

  private static String token(
      @Nullable TokenContent token, Lease lease, List<@Nullable Object> values) {
    if (token == null) {
      return "";
    }
    Limits.keyId(token.sealed().keyId());
    Limits.credential(token.credential());
    Limits.boundTo(token.boundTo());
    values.add(token.sealed().text());
    values.add(token.sealed().keyId());
    values.add(lease.epoch());
    values.add(lease.fence());
    values.add(lease.owner());
    values.add(token.lifetime().toMillis());
    values.add(token.scope());
    values.add(JsonText.array(token.warnings()));
    values.add(token.credential());
    values.add(token.boundTo());
    return "sealed = ?, kid = ?, token_epoch = ?, token_fence = ?, token_owner = ?,"
        + " issued_at = lease_from, expires_at = lease_from + ?, scope = ?, warnings = ?,"
        + " credential = ?, bound_to = ?, revoked_at = 0, ";
  }

  private static String failure(
      TokenRequestOutcome.@Nullable Failure failure, Lease lease, List<@Nullable Object> values) {
    if (failure == null) {
      return "failure = NULL, failure_epoch = 0, failing_since = 0, attempts = 0, ";
    }
    values.add(failure.failure());
    values.add(lease.epoch());
    values.add(failure.attempts());
    return "failure = ?, failure_epoch = ?, attempts = ?,"
        + " failing_since = CASE WHEN failing_since = 0 THEN ${now} ELSE failing_since END, ";
  }

  private static String pause(Duration pause, List<@Nullable Object> values) {
    values.add(millis(pause));
    return "last_attempt_at = ${now}, next_attempt_at = ${now} + ?, lease_until = 0";
  }

  /** A part of a millisecond is waited for as a whole one. */
  private static long millis(Duration duration) {
    return duration.plusNanos(999_999).toMillis();
  }
}
