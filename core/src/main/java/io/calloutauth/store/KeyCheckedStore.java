package io.calloutauth.store;

/**
 * A store whose rows are compared with the keys that were asked for: byte for byte, whatever the
 * store beneath takes for one key. A row of another key is never handed on. Core wraps every store
 * in one, before front and engine get it. Thread-safe; blocks as the store beneath does.
 */
public final class KeyCheckedStore implements Store {

  private final Store store;
  private final ProviderStore providers;
  private final BindingStore bindings;
  private final AuthorizationStore authorizations;
  private final HistoryStore history;

  private KeyCheckedStore(Store store) {
    this.store = store;
    this.providers = new KeyCheckedProviders(store.providers());
    this.bindings = new KeyCheckedBindings(store.bindings());
    this.authorizations = new KeyCheckedAuthorizations(store.authorizations());
    this.history = KeyCheckedHistory.over(store.history());
  }

  /** Returns a store over another one. */
  public static Store over(Store store) {
    return new KeyCheckedStore(store);
  }

  /** Returns the exception for a row that nobody asked for; it names neither of the keys. */
  static StoreException otherKey() {
    return new StoreException(
        StoreException.Reason.KEYS_NOT_TOLD_APART,
        "The store returned a row of another key than was asked for: it must compare keys byte for"
            + " byte, and lets one tenant reach another's rows",
        false,
        null);
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
    return store.tokens();
  }

  @Override
  public AuthorizationStore authorizations() {
    return authorizations;
  }

  @Override
  public RevocationStore revocations() {
    return store.revocations();
  }

  @Override
  public ClaimStore claims() {
    return store.claims();
  }

  @Override
  public ChangeFeed changes() {
    return store.changes();
  }

  @Override
  public SealStore seals() {
    return store.seals();
  }

  @Override
  public HistoryStore history() {
    return history;
  }

  @Override
  public Store recording(HistoryNote change) {
    Store recording = store.recording(change);
    return recording == store ? this : over(recording);
  }

  @Override
  public void check() {
    store.check();
  }

  @Override
  public void purge(String tenant) {
    store.purge(tenant);
  }

  @Override
  public Store committed() {
    Store committed = store.committed();
    return committed == store ? this : over(committed);
  }

  @Override
  public boolean joinsTransaction() {
    return store.joinsTransaction();
  }

  @Override
  public boolean durable() {
    return store.durable();
  }
}
