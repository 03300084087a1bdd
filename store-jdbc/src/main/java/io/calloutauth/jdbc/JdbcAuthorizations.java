package io.calloutauth.jdbc;

import io.calloutauth.jdbc.AuthorizationRows.Counts;
import io.calloutauth.store.AuthorizationStore;
import io.calloutauth.store.PendingAuthorization;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.StoreException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Keeps pending authorizations in a table, in transactions that are never the host's.
 *
 * <ol>
 *   <li>A row is made while its provider is kept from deletion, and goes with it.
 *   <li>Nothing but its sealed text is ever changed, so that it is read before it is deleted: who
 *       deletes it has it, and nobody else does.
 * </ol>
 */
final class JdbcAuthorizations implements AuthorizationStore {

  private static final String OF_STATE = " WHERE tenant = ? AND state_digest = ?";

  private final Transactions transactions;

  JdbcAuthorizations(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Beginning begin(PendingAuthorization pending, int providerLimit, int tenantLimit) {
    AuthorizationRows.check(pending);
    return transactions.run(session -> begin(session, pending, providerLimit, tenantLimit));
  }

  private static Beginning begin(
      Session session, PendingAuthorization pending, int providerLimit, int tenantLimit)
      throws SQLException {
    ProviderKey key = pending.provider();
    if (!Deletions.lockAgainst(session, key)) {
      return Beginning.NOT_FOUND;
    }
    Counts counts = AuthorizationRows.count(session, key);
    if (counts.ofProvider() >= providerLimit || counts.ofTenant() >= tenantLimit) {
      return Beginning.LIMIT_REACHED;
    }
    if (!AuthorizationRows.insert(session, pending)) {
      throw new StoreException("The state of an authorization was used before", false, null);
    }
    return Beginning.BEGUN;
  }

  @Override
  public Optional<PendingAuthorization> take(String tenant, String state) {
    return transactions.run(
        session -> {
          Optional<PendingAuthorization> read =
              session.first(
                  AuthorizationRows::read,
                  "SELECT " + AuthorizationRows.COLUMNS + " FROM ${authorization}" + OF_STATE,
                  tenant,
                  state);
          boolean isTaken =
              read.isPresent()
                  && session.update("DELETE FROM ${authorization}" + OF_STATE, tenant, state) > 0;
          return isTaken ? read : Optional.empty();
        });
  }

  @Override
  public int sweep() {
    return transactions.run(
        session -> session.update("DELETE FROM ${authorization} WHERE " + AuthorizationRows.OVER));
  }
}
