package io.calloutauth.jdbc;

import io.calloutauth.store.BindingRow;
import io.calloutauth.store.BindingStore;
import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps bindings in a table. A binding locks its provider before itself, as a deletion does. */
final class JdbcBindings implements BindingStore {

  private static final String SELECT =
      "SELECT tenant, notification_id, provider_id FROM ${binding}";

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
                JdbcBindings::read,
                SELECT + " WHERE tenant = ? AND notification_id = ?",
                tenant,
                notificationId));
  }

  @Override
  public Page<BindingRow> list(ProviderKey provider, @Nullable String after, int limit) {
    return page("AND provider_id = ? ", after, limit, provider.tenant(), provider.id());
  }

  @Override
  public Page<BindingRow> listAll(String tenant, @Nullable String after, int limit) {
    return page("", after, limit, tenant);
  }

  @Override
  public Page<BindingRow> listDetached(String tenant, @Nullable String after, int limit) {
    return page("AND provider_id IS NULL ", after, limit, tenant);
  }

  /** The first page has no lower bound: whoever edits the database may have left an id empty. */
  private Page<BindingRow> page(
      String condition, @Nullable String after, int limit, Object... keys) {
    List<Object> arguments = new ArrayList<>(List.of(keys));
    if (after != null) {
      arguments.add(after);
    }
    arguments.add(PageReader.rows(limit));
    String query =
        SELECT
            + " WHERE tenant = ? "
            + condition
            + (after == null ? "" : "AND notification_id > ? ")
            + "ORDER BY notification_id LIMIT ?";
    List<BindingRow> bindings =
        transactions.run(session -> session.list(JdbcBindings::read, query, arguments.toArray()));
    return PageReader.of(bindings, limit, BindingRow::notificationId);
  }

  /** Reads the row's own key, never the one that was asked for: they may differ. */
  private static BindingRow read(ResultSet row) throws SQLException {
    return new BindingRow(row.getString(1), row.getString(2), row.getString(3));
  }
}
