package io.calloutauth.jdbc;

import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.SealedPlace;
import io.calloutauth.store.SealedValues;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads a page of the providers of which one key sealed something. Not thread-safe. */
final class SealedRows {

  /** The continuations that count: not over, and of their provider's own authorization. */
  static final String CONTINUATIONS =
      "${token} t JOIN ${provider} o ON o.tenant = t.tenant AND o.id = t.provider_id"
          + " WHERE t.refresh_kid IS NOT NULL AND t.refresh_no >= o.authorization_no"
          + " AND (t.refresh_ends_at = 0 OR t.refresh_ends_at > ${now})";

  private static final String PAGE =
      "SELECT "
          + ProviderRows.COLUMNS
          + " FROM (SELECT u.tenant, u.provider_id FROM (SELECT * FROM ("
          + page("SELECT DISTINCT tenant, provider_id FROM ${secret} WHERE kid = ?", "")
          + ") u1 UNION SELECT * FROM ("
          + page(
              "SELECT t.tenant, t.provider_id FROM " + CONTINUATIONS + " AND t.refresh_kid = ?",
              "t.")
          + ") u2 UNION SELECT * FROM ("
          + page(
              "SELECT DISTINCT tenant, provider_id FROM ${authorization} WHERE NOT "
                  + AuthorizationRows.OVER
                  + " AND kid = ?",
              "")
          + ") u3) u ORDER BY u.tenant, u.provider_id LIMIT ?) k"
          + " JOIN ${provider} p ON p.tenant = k.tenant AND p.id = k.provider_id"
          + ProviderRows.SECRETS
          + " ORDER BY p.tenant, p.id";

  private static final String CONTINUATIONS_OF =
      "SELECT t.tenant, t.provider_id, t.refresh_sealed FROM "
          + CONTINUATIONS
          + " AND t.refresh_kid = ? AND (t.tenant, t.provider_id) IN ";

  private static final String PENDING_OF =
      "SELECT tenant, provider_id, sealed, state_digest FROM ${authorization} WHERE NOT "
          + AuthorizationRows.OVER
          + " AND kid = ? AND (tenant, provider_id) IN ";

  private final String keyId;
  private final Map<ProviderKey, Map<SealedPlace, Sealed>> values = new HashMap<>();

  private SealedRows(String keyId) {
    this.keyId = keyId;
  }

  /** Ends a query with a page's bounds; the first one on the tenant is for the index. */
  private static String page(String query, String table) {
    return "%1$s AND %2$stenant >= ? AND (%2$stenant > ? OR %2$sprovider_id > ?)"
            .formatted(query, table)
        + " ORDER BY %1$stenant, %1$sprovider_id LIMIT ?".formatted(table);
  }

  /** Reads the page after a provider. */
  static List<SealedValues> find(Session session, String keyId, ProviderKey after, int limit)
      throws SQLException {
    ProviderRows read = new ProviderRows(false);
    session.list(read::add, PAGE, arguments(keyId, after, limit));
    List<ProviderRow> providers = read.providers();
    return providers.isEmpty() ? List.of() : new SealedRows(keyId).find(session, providers);
  }

  private static Object[] arguments(String keyId, ProviderKey after, int limit) {
    List<Object> arguments = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      arguments.addAll(List.of(keyId, after.tenant(), after.tenant(), after.id(), limit));
    }
    arguments.add(limit);
    return arguments.toArray();
  }

  private List<SealedValues> find(Session session, List<ProviderRow> providers)
      throws SQLException {
    for (ProviderRow provider : providers) {
      provider.content().secrets().forEach((name, value) -> add(provider.key(), name, value));
    }
    List<ProviderKey> keys = providers.stream().map(ProviderRow::key).toList();
    session.list(
        row -> add(row, SealedPlace.OfRow.CONTINUATION),
        KeyList.query(CONTINUATIONS_OF, keys.size()),
        with(keys));
    session.list(
        row -> add(row, new SealedPlace.Pending(row.getString("state_digest"))),
        KeyList.query(PENDING_OF, keys.size()),
        with(keys));
    return providers.stream()
        .map(provider -> SealedValues.of(provider, of(provider.key())))
        .toList();
  }

  private Object[] with(Collection<ProviderKey> keys) {
    List<Object> arguments = new ArrayList<>(List.of(keyId));
    arguments.addAll(List.of(KeyList.values(keys)));
    return arguments.toArray();
  }

  private void add(ProviderKey key, String name, Sealed sealed) {
    if (sealed.keyId().equals(keyId)) {
      of(key).put(new SealedPlace.Secret(name), sealed);
    }
  }

  private boolean add(ResultSet row, SealedPlace place) throws SQLException {
    of(new ProviderKey(row.getString(1), row.getString(2)))
        .put(place, Sealed.of(keyId, Objects.requireNonNull(row.getString(3))));
    return true;
  }

  private Map<SealedPlace, Sealed> of(ProviderKey key) {
    return values.computeIfAbsent(key, first -> new HashMap<>());
  }
}
