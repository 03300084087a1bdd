package io.calloutauth.memory;

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
import io.calloutauth.store.TokenStore;
import java.time.InstantSource;

/**
 * Keeps everything in this process's memory: for tests, demonstrations, and hosts of one node that
 * register their providers anew at each start. Nothing outlives the object.
 *
 * <p>Thread-safe. An operation waits at most for others of the same tenant, each of which is short.
 * Lists are in the order of {@link String#compareTo}. The last 10,000 changes are kept; a node that
 * fell further behind is told that there is a gap.
 */
public final class MemoryStore implements Store {

  private final MemoryChangeLog changes;
  private final TenantShelves tenants;
  private final ProviderStore providers;
  private final BindingStore bindings;
  private final TokenStore tokens;
  private final AuthorizationStore authorizations;
  private final RevocationStore revocations;
  private final ClaimStore claims;
  private final SealStore seals;
  private final HistoryStore history;

  private MemoryStore(MemoryChangeLog changes, TenantShelves tenants) {
    this.changes = changes;
    this.tenants = tenants;
    this.providers = new MemoryProviders(tenants);
    this.bindings = new MemoryBindings(tenants);
    MemoryRevocations pending = new MemoryRevocations(tenants);
    this.tokens = new MemoryTokens(tenants, pending);
    this.authorizations = new MemoryAuthorizations(tenants);
    this.revocations = pending;
    this.claims = new MemoryClaims(tenants);
    this.seals = new MemorySeals(tenants);
    this.history = new MemoryHistory(tenants);
  }

  /** Returns an empty store that goes by the system's clock. */
  public static MemoryStore create() {
    return create(InstantSource.system());
  }

  /**
   * Returns an empty store that goes by another clock: for tests and simulations.
   *
   * @param clock what the store takes for the time; it may step back
   */
  public static MemoryStore create(InstantSource clock) {
    MemoryChangeLog changes = new MemoryChangeLog();
    return new MemoryStore(changes, new TenantShelves(changes, clock));
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
    return new MemoryStore(changes, tenants.recording(change));
  }

  /** Returns at once: there is nothing to set up, and keys are compared as they are. */
  @Override
  public void check() {}

  @Override
  public void purge(String tenant) {
    tenants.purge(tenant);
  }

  /** Returns false: nothing outlives the process. */
  @Override
  public boolean durable() {
    return false;
  }
}
