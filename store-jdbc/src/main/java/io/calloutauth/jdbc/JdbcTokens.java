package io.calloutauth.jdbc;

import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.LeaseResult;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.RevokeRequest;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenRow;
import io.calloutauth.store.TokenStore;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps token rows and their leases in a table, in transactions that are never the host's.
 *
 * @see TokenWrites
 */
final class JdbcTokens implements TokenStore {

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
    Lease lease = new Lease(request.epoch(), request.readFence() + 1, RANDOM.nextLong());
    return TokenWrites.lease(session, key, request, lease) ? lease : LeaseResult.Refusal.HELD;
  }

  @Override
  public boolean complete(ProviderKey key, Lease lease, TokenRequestOutcome outcome) {
    OutcomeColumns columns = new OutcomeColumns(lease, outcome);
    return transactions.run(session -> TokenWrites.complete(session, key, lease, columns));
  }

  @Override
  public boolean revoke(ProviderKey key, RevokeRequest request) {
    request.pending().forEach(PendingRows::check);
    return transactions.run(
        session -> TokenWrites.revoke(session, key, request, RANDOM.nextLong()));
  }

  @Override
  public Optional<ProviderKey> claimDue(Duration duration, Set<String> notOf) {
    return transactions.run(session -> DueContinuations.claim(session, duration, notOf));
  }

  @Override
  public boolean putOffDue(ProviderKey key, TokenRow read, Duration due) {
    return transactions.run(session -> DueContinuations.putOff(session, key, read, due));
  }
}
