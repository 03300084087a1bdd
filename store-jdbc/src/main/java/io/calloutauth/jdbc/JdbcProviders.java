package io.calloutauth.jdbc;

import io.calloutauth.store.NewNumber;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderListing;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.ProviderStore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps providers in tables; joins the host's transaction. */
final class JdbcProviders implements ProviderStore {

  private static final String FIND =
      "SELECT " + ProviderRows.COLUMNS + " FROM ${provider} p" + ProviderRows.SECRETS;

  private static final String OF_CLIENT =
      "SELECT "
          + ProviderRows.COLUMNS
          + " FROM (SELECT q.* FROM ${provider} q WHERE q.tenant = ? AND q.client = ?"
          + " ORDER BY q.id LIMIT ?) p"
          + ProviderRows.SECRETS
          + " ORDER BY p.id";

  /** Without a lower bound: whoever edits the database may have left a key empty. */
  private static final String LIST_FIRST = listing("1 = 1 ORDER BY q.name_key LIMIT ?");

  private static final String LIST_AFTER = listing("q.name_key > ? ORDER BY q.name_key LIMIT ?");

  private static final String FIND_LISTING = listing("q.id = ?");

  /** A binding that is not detached has a provider in its tenant. */
  private static final String TENANTS =
      "SELECT tenant FROM (SELECT tenant FROM ${provider} WHERE tenant >= ?"
          + " UNION SELECT tenant FROM ${binding} WHERE tenant >= ? AND provider_id IS NULL) t"
          + " WHERE tenant <> ? OR ? = 1 ORDER BY tenant LIMIT ?";

  private final Transactions transactions;

  JdbcProviders(Transactions transactions) {
    this.transactions = transactions;
  }

  private static String listing(String condition) {
    return "SELECT "
        + ProviderRows.COLUMNS
        + ", p.bindings, "
        + TokenRows.COLUMNS
        + " FROM (SELECT q.*, (SELECT count(*) FROM ${binding} b"
        + " WHERE b.tenant = q.tenant AND b.provider_id = q.id) AS bindings"
        + " FROM ${provider} q WHERE q.tenant = ? AND "
        + condition
        + ") p JOIN ${token} t ON t.tenant = p.tenant AND t.provider_id = p.id"
        + ProviderRows.SECRETS
        + " ORDER BY p.name_key, s.name";
  }

  @Override
  public Creation create(ProviderKey key, ProviderContent content, int limit) {
    ProviderWrites.check(key, content);
    return transactions.run(session -> ProviderWrites.create(session, key, content, limit));
  }

  @Override
  public Update update(ProviderKey key, long readVersion, NewNumber anew, ProviderContent content) {
    ProviderWrites.check(key, content);
    return transactions.run(
        session -> ProviderWrites.update(session, key, readVersion, anew, content));
  }

  @Override
  public Optional<ProviderRow> find(ProviderKey key) {
    return found(FIND + " WHERE p.tenant = ? AND p.id = ?", key.tenant(), key.id());
  }

  @Override
  public Optional<ProviderRow> findByName(String tenant, String nameKey) {
    return found(FIND + " WHERE p.tenant = ? AND p.name_key = ?", tenant, nameKey);
  }

  @Override
  public List<ProviderRow> findByClient(String tenant, String client, int limit) {
    return client.isEmpty()
        ? List.of()
        : transactions.run(
            session -> {
              ProviderRows read = new ProviderRows(false);
              session.list(read::add, OF_CLIENT, tenant, client, limit);
              return read.providers();
            });
  }

  @Override
  public Page<ProviderListing> list(String tenant, @Nullable String after, int limit) {
    int rows = PageReader.rows(limit);
    List<ProviderListing> listed =
        after == null
            ? listings(LIST_FIRST, tenant, rows)
            : listings(LIST_AFTER, tenant, after, rows);
    return PageReader.of(listed, limit, listing -> listing.provider().content().name().key());
  }

  @Override
  public Optional<ProviderListing> findListing(ProviderKey key) {
    return listings(FIND_LISTING, key.tenant(), key.id()).stream().findFirst();
  }

  private List<ProviderListing> listings(String query, Object... arguments) {
    return transactions.run(
        session -> {
          ProviderRows read = new ProviderRows(true);
          session.list(read::add, query, arguments);
          return read.listings();
        });
  }

  @Override
  public Page<String> listTenants(@Nullable String after, int limit) {
    String from = after == null ? "" : after;
    int inclusive = after == null ? 1 : 0;
    int rows = PageReader.rows(limit);
    List<String> tenants =
        transactions.run(
            session ->
                session.list(row -> row.getString(1), TENANTS, from, from, from, inclusive, rows));
    return PageReader.of(tenants, limit, tenant -> tenant);
  }

  @Override
  public Deletion delete(ProviderKey key, int sample) {
    return transactions.run(session -> Deletions.delete(session, key, sample));
  }

  @Override
  public Optional<List<String>> deleteAndDetach(ProviderKey key) {
    return transactions.run(session -> Deletions.deleteAndDetach(session, key));
  }

  private Optional<ProviderRow> found(String query, String tenant, String key) {
    return transactions.run(
        session -> {
          ProviderRows read = new ProviderRows(false);
          session.list(read::add, query, tenant, key);
          return read.providers().stream().findFirst();
        });
  }
}
