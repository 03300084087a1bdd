package io.calloutauth.testkit;

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

/** What a test's store is while it records a change: the same, but for providers and bindings. */
record RecordingStore(Store whole, ProviderStore providers, BindingStore bindings)
    implements Store {

  @Override
  public TokenStore tokens() {
    return whole.tokens();
  }

  @Override
  public AuthorizationStore authorizations() {
    return whole.authorizations();
  }

  @Override
  public RevocationStore revocations() {
    return whole.revocations();
  }

  @Override
  public ClaimStore claims() {
    return whole.claims();
  }

  @Override
  public ChangeFeed changes() {
    return whole.changes();
  }

  @Override
  public SealStore seals() {
    return whole.seals();
  }

  @Override
  public HistoryStore history() {
    return whole.history();
  }

  @Override
  public Store recording(HistoryNote change) {
    return whole.recording(change);
  }

  @Override
  public void check() {
    whole.check();
  }

  @Override
  public void purge(String tenant) {
    whole.purge(tenant);
  }

  @Override
  public Store committed() {
    return whole.committed();
  }

  @Override
  public boolean joinsTransaction() {
    return whole.joinsTransaction();
  }

  @Override
  public boolean durable() {
    return whole.durable();
  }
}
