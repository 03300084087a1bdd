package io.calloutauth.jdbc;

import io.calloutauth.store.KeyUse;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.SealStore;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.SealedPlace;
import io.calloutauth.store.SealedValues;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds sealed values by their key, in transactions that are never the host's.
 *
 * <p>A replacement compares the whole text that was read: an edit writes a provider's secrets anew,
 * so a number that counted from there would come again.
 */
final class JdbcSeals implements SealStore {

  private static final String USES =
      "SELECT u.kid, sum(u.secrets), sum(u.authorizations), sum(u.tokens) FROM"
          + " (SELECT kid, count(*) AS secrets, 0 AS authorizations, 0 AS tokens"
          + " FROM ${secret} GROUP BY kid"
          + " UNION ALL SELECT t.refresh_kid, 0, count(*), 0 FROM "
          + SealedRows.CONTINUATIONS
          + " GROUP BY t.refresh_kid"
          + " UNION ALL SELECT kid, 0, count(*), 0 FROM ${authorization} WHERE NOT "
          + AuthorizationRows.OVER
          + " GROUP BY kid"
          + " UNION ALL SELECT kid, 0, 0, count(*) FROM ${token}"
          + " WHERE kid IS NOT NULL AND expires_at > ${now} GROUP BY kid"
          + " UNION ALL SELECT kid, 0, 0, count(*) FROM ${revocation}"
          + " WHERE ends_at > ${now} GROUP BY kid) u"
          + " GROUP BY u.kid ORDER BY u.kid";

  /** One look into the index for each key, however many rows it sealed. */
  private static final String NEXT_KEY =
      "SELECT kid FROM ${secret} WHERE kid > ? ORDER BY kid LIMIT 1";

  private final Transactions transactions;
  private final Transactions counts;

  /**
   * Makes the finder.
   *
   * @param counts run what looks at every row
   */
  JdbcSeals(Transactions transactions, Transactions counts) {
    this.transactions = transactions;
    this.counts = counts;
  }

  @Override
  public List<KeyUse> keyUses() {
    return counts.run(
        session ->
            session.list(
                row -> new KeyUse(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                USES));
  }

  @Override
  public List<String> secretKeyIds() {
    return transactions.run(JdbcSeals::secretKeyIds);
  }

  private static List<String> secretKeyIds(Session session) throws SQLException {
    List<String> ids = new ArrayList<>();
    Optional<String> next = nextKey(session, "");
    while (next.isPresent()) {
      ids.add(next.get());
      next = nextKey(session, next.get());
    }
    return ids;
  }

  private static Optional<String> nextKey(Session session, String id) throws SQLException {
    return session.first(row -> row.getString(1), NEXT_KEY, id);
  }

  @Override
  public List<SealedValues> sealedWith(String keyId, @Nullable ProviderKey after, int limit) {
    ProviderKey from = after == null ? new ProviderKey("", "") : after;
    return transactions.run(session -> SealedRows.find(session, keyId, from, limit));
  }

  @Override
  public boolean replace(ProviderKey key, SealedPlace place, Sealed read, Sealed now) {
    Limits.keyId(now.keyId());
    return transactions.run(
            session -> session.update(statement(place), values(key, place, read, now)))
        > 0;
  }

  private static String statement(SealedPlace place) {
    if (place instanceof SealedPlace.Secret) {
      return "UPDATE ${secret} SET kid = ?, sealed = ?, seal_no = seal_no + 1"
          + " WHERE tenant = ? AND provider_id = ? AND sealed = ? AND name = ?";
    }
    return place instanceof SealedPlace.Pending
        ? "UPDATE ${authorization} SET kid = ?, sealed = ?"
            + " WHERE tenant = ? AND provider_id = ? AND sealed = ? AND state_digest = ?"
        : "UPDATE ${token} SET refresh_kid = ?, refresh_sealed = ?"
            + " WHERE tenant = ? AND provider_id = ? AND refresh_sealed = ?";
  }

  private static Object[] values(ProviderKey key, SealedPlace place, Sealed read, Sealed now) {
    List<Object> values =
        new ArrayList<>(List.of(now.keyId(), now.text(), key.tenant(), key.id(), read.text()));
    if (place instanceof SealedPlace.Secret secret) {
      values.add(secret.name());
    } else if (place instanceof SealedPlace.Pending pending) {
      values.add(pending.state());
    }
    return values.toArray();
  }
}
