package io.calloutauth.jdbc;

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

  private static final String LIST =
      "SELECT "
          + ProviderRows.COLUMNS
          + ", p.bindings, "
          + TokenRows.COLUMNS
          + " FROM (SELECT q.*, (SELECT count(*) FROM ${binding} b"
          + " WHERE b.tenant = q.tenant AND b.provider_id = q.id) AS bindings"
          + " FROM ${provider} q WHERE q.tenant = ? AND q.name_key > ?"
          + " ORDER BY q.name_key LIMIT ?) p"
          + " JOIN ${token} t ON t.tenant = p.tenant AND t.provider_id = p.id"
          + ProviderRows.SECRETS
          + " ORDER BY p.name_key, s.slot";

  private final Transactions transactions;

  JdbcProviders(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Creation create(ProviderKey key, ProviderContent content, int limit) {
    ProviderWrites.check(key, content);
    return transactions.run(session -> ProviderWrites.create(session, key, content, limit));
  }

  @Override
  public Update update(
      ProviderKey key, long readVersion, boolean newEpoch, ProviderContent content) {
    ProviderWrites.check(key, content);
    return transactions.run(
        session -> ProviderWrites.update(session, key, readVersion, newEpoch, content));
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
  public Page<ProviderListing> list(String tenant, @Nullable String after, int limit) {
    int rows = PageReader.rows(limit);
    List<ProviderListing> listed =
        transactions.run(
            session -> {
              ProviderRows read = new ProviderRows(true);
              session.list(read::add, LIST, tenant, after == null ? "" : after, rows);
              return read.listings();
            });
    return PageReader.of(listed, limit, listing -> listing.provider().content().name().key());
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
