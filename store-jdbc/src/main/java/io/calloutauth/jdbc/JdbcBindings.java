package io.calloutauth.jdbc;

import io.calloutauth.store.BindingRow;
import io.calloutauth.store.BindingStore;
import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps bindings in a table. A binding locks its provider before itself, as a deletion does. */
final class JdbcBindings implements BindingStore {

  private final Transactions transactions;

  JdbcBindings(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public boolean bind(ProviderKey provider, String notificationId) {
    Limits.provider(provider);
    Limits.notification(notificationId);
    return transactions.run(
        session -> {
          String tenant = provider.tenant();
          if (session.dialect().bind(session, tenant, provider.id(), notificationId) == 0) {
            return false;
          }
          ChangeLog.add(session, tenant, Kind.BINDING, notificationId);
          return true;
        });
  }

  @Override
  public boolean unbind(String tenant, String notificationId) {
    return transactions.run(
        session -> {
          int rows =
              session.update(
                  "DELETE FROM ${binding} WHERE tenant = ? AND notification_id = ?",
                  tenant,
                  notificationId);
          if (rows == 0) {
            return false;
          }
          ChangeLog.add(session, tenant, Kind.BINDING, notificationId);
          return true;
        });
  }

  @Override
  public Optional<BindingRow> find(String tenant, String notificationId) {
    return transactions.run(
        session ->
            session.first(
                row -> new BindingRow(notificationId, row.getString(1)),
                "SELECT provider_id FROM ${binding} WHERE tenant = ? AND notification_id = ?",
                tenant,
                notificationId));
  }

  @Override
  public Page<String> list(ProviderKey provider, @Nullable String after, int limit) {
    int rows = Pages.rows(limit);
    List<String> ids =
        transactions.run(
            session ->
                session.list(
                    row -> row.getString(1),
                    "SELECT notification_id FROM ${binding}"
                        + " WHERE tenant = ? AND provider_id = ? AND notification_id > ?"
                        + " ORDER BY notification_id LIMIT ?",
                    provider.tenant(),
                    provider.id(),
                    after == null ? "" : after,
                    rows));
    return Pages.of(ids, limit, id -> id);
  }
}
