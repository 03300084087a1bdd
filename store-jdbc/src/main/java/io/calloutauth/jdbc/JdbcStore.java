package io.calloutauth.jdbc;

import io.calloutauth.store.AuthorizationStore;
import io.calloutauth.store.BindingStore;
import io.calloutauth.store.ChangeFeed;
import io.calloutauth.store.ClaimStore;
import io.calloutauth.store.HistoryNote;
import io.calloutauth.store.HistoryStore;
import io.calloutauth.store.ProviderStore;
import io.calloutauth.store.RevocationStore;
import io.calloutauth.store.SealStore;
import io.calloutauth.store.Store;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenStore;
import javax.sql.DataSource;

/**
 * Keeps everything in the host's own database, where all nodes share it: H2, PostgreSQL or MariaDB.
 *
 * <p>A provider or binding that is saved, with its row of history, while the calling thread is in a
 * transaction of the host's is saved in that transaction: with it, it is committed or rolled back.
 * There, an expected collision is a result and leaves the transaction alive; a {@link
 * StoreException} that is retryable asks the host to start its transaction over. Outside of one,
 * each operation is a short transaction of its own, started over by itself when it loses a race.
 * Token rows, pending authorizations and revocations, claims, the change feed and re-sealing never
 * join: what they show is committed. Nor does anything that an engine reads.
 *
 * <p>Joins at READ COMMITTED, REPEATABLE READ and SERIALIZABLE; on H2 at READ COMMITTED only. Keeps
 * no connection between operations. All times are the database's. Thread-safe.
 */
public final class JdbcStore implements Store {

  private final Transactions joining;
  private final Transactions apart;
  private final Transactions counts;
  private final ProviderStore providers;
  private final BindingStore bindings;
  private final TokenStore tokens;
  private final AuthorizationStore authorizations;
  private final RevocationStore revocations;
  private final ChangeFeed changes;
  private final ClaimStore claims;
  private final SealStore seals;
  private final HistoryStore history;
  private final Schema schema;
  private final JdbcStore committed;

  JdbcStore(Transactions joining, Transactions apart, Transactions counts, Schema schema) {
    this.joining = joining;
    this.apart = apart;
    this.counts = counts;
    this.providers = new JdbcProviders(joining);
    this.bindings = new JdbcBindings(joining);
    this.tokens = new JdbcTokens(apart);
    this.authorizations = new JdbcAuthorizations(apart);
    this.revocations = new JdbcRevocations(apart);
    this.changes = new JdbcChanges(apart, joining::lastMark);
    this.claims = new JdbcClaims(apart);
    this.seals = new JdbcSeals(apart, counts);
    this.history = new JdbcHistory(joining);
    this.schema = schema;
    this.committed = joining == apart ? this : new JdbcStore(apart, apart, counts, schema);
  }

  /**
   * Returns a store in a database, with everything else as usual; see {@link
   * JdbcStoreBuilder#build()}.
   */
  public static JdbcStore create(DataSource dataSource) {
    return builder(dataSource).build();
  }

  /** Returns a builder for a store in a database. */
  public static JdbcStoreBuilder builder(DataSource dataSource) {
    return new JdbcStoreBuilder(dataSource);
  }

  /**
   * Makes the tables that are not there yet, on a connection of its own. Any number of nodes may
   * call it at the same moment; blocks until the tables are there, and tries for about 10 s while
   * the database refuses, as one does that has no connection left.
   *
   * <p>A host that makes its tables with a tool runs the scripts in {@code io/calloutauth/jdbc} of
   * this jar instead, each database's in its folder, with {@code callout_auth_} or its own prefix
   * for <code>${prefix}</code>.
   *
   * @throws StoreException when the tables are of another version, or could not be made
   */
  public void createSchema() {
    schema.create();
  }

  @Override
  public ProviderStore providers() {
    return providers;
  }

  @Override
  public BindingStore bindings() {
    return bindings;
  }

  @Override
  public TokenStore tokens() {
    return tokens;
  }

  @Override
  public AuthorizationStore authorizations() {
    return authorizations;
  }

  @Override
  public RevocationStore revocations() {
    return revocations;
  }

  @Override
  public ClaimStore claims() {
    return claims;
  }

  @Override
  public ChangeFeed changes() {
    return changes;
  }

  @Override
  public SealStore seals() {
    return seals;
  }

  @Override
  public HistoryStore history() {
    return history;
  }

  @Override
  public Store recording(HistoryNote change) {
    return new JdbcStore(joining.recording(change), apart, counts, schema);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Blocks for some small queries on a connection of the engine's.
   */
  @Override
  public void check() {
    schema.check();
  }

  @Override
  public void purge(String tenant) {
    joining.run(session -> Deletions.purge(session, tenant));
  }

  @Override
  public Store committed() {
    return committed;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Blocks for a look at a connection, which is the transaction's own where there is one.
   */
  @Override
  public boolean joinsTransaction() {
    return joining.isInHosts();
  }
}
