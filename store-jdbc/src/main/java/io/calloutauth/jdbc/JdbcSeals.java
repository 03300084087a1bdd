package io.calloutauth.jdbc;

import io.calloutauth.store.KeyUse;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.SealStore;
import io.calloutauth.store.Sealed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds sealed values by their key, in transactions that are never the host's.
 *
 * <p>A replacement compares the whole text that was read: an edit writes a provider's secrets anew,
 * so a number that counted from there would come again.
 */
final class JdbcSeals implements SealStore {

  private static final String USES =
      "SELECT u.kid, sum(u.secrets), sum(u.tokens) FROM"
          + " (SELECT kid, count(*) AS secrets, 0 AS tokens FROM ${secret} GROUP BY kid"
          + " UNION ALL SELECT kid, 0, count(*) FROM ${token}"
          + " WHERE kid IS NOT NULL AND expires_at > ${now} GROUP BY kid"
          + " UNION ALL SELECT kid, 0, count(*) FROM ${revocation}"
          + " WHERE ends_at > ${now} GROUP BY kid) u"
          + " GROUP BY u.kid ORDER BY u.kid";

  /** The first part of the condition on the tenant is for the index. */
  private static final String SEALED_WITH =
      "SELECT "
          + ProviderRows.COLUMNS
          + " FROM (SELECT DISTINCT tenant, provider_id FROM ${secret}"
          + " WHERE kid = ? AND tenant >= ? AND (tenant > ? OR provider_id > ?)"
          + " ORDER BY tenant, provider_id LIMIT ?) k"
          + " JOIN ${provider} p ON p.tenant = k.tenant AND p.id = k.provider_id"
          + ProviderRows.SECRETS
          + " ORDER BY p.tenant, p.id";

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
                row -> new KeyUse(row.getString(1), row.getLong(2), row.getLong(3)), USES));
  }

  @Override
  public List<ProviderRow> sealedWith(String keyId, @Nullable ProviderKey after, int limit) {
    String tenant = after == null ? "" : after.tenant();
    String id = after == null ? "" : after.id();
    return transactions.run(
        session -> {
          ProviderRows read = new ProviderRows(false);
          session.list(read::add, SEALED_WITH, keyId, tenant, tenant, id, limit);
          return read.providers();
        });
  }

  @Override
  public boolean replace(ProviderKey key, String name, Sealed read, Sealed now) {
    Limits.keyId(now.keyId());
    return transactions.run(
            session ->
                session.update(
                    "UPDATE ${secret} SET kid = ?, sealed = ?, seal_no = seal_no + 1"
                        + " WHERE tenant = ? AND provider_id = ? AND name = ? AND sealed = ?",
                    now.keyId(),
                    now.text(),
                    key.tenant(),
                    key.id(),
                    name,
                    read.text()))
        > 0;
  }
}
