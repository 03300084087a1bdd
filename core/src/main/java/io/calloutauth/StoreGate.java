package io.calloutauth;

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
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A store with a gate that is shut when a node is closed: a thread of the node's that is still
 * inside a host's code then starts no call of the store beneath any more, to it the store is out of
 * reach. Knows none of the store's operations, so that none can be forgotten. Thread-safe; blocks
 * as the store beneath does.
 */
final class StoreGate implements Store {

  private final Store store;
  private final AtomicBoolean isShut;

  StoreGate(Store store) {
    this(store, new AtomicBoolean());
  }

  private StoreGate(Store store, AtomicBoolean isShut) {
    this.store = store;
    this.isShut = isShut;
  }

  /** Lets no call through any more, also of what {@link #committed} returned. */
  void shut() {
    isShut.set(true);
  }

  @Override
  public ProviderStore providers() {
    return gated(ProviderStore.class, store.providers());
  }

  @Override
  public BindingStore bindings() {
    return gated(BindingStore.class, store.bindings());
  }

  @Override
  public TokenStore tokens() {
    return gated(TokenStore.class, store.tokens());
  }

  @Override
  public AuthorizationStore authorizations() {
    return gated(AuthorizationStore.class, store.authorizations());
  }

  @Override
  public RevocationStore revocations() {
    return gated(RevocationStore.class, store.revocations());
  }

  @Override
  public ClaimStore claims() {
    return gated(ClaimStore.class, store.claims());
  }

  @Override
  public ChangeFeed changes() {
    return gated(ChangeFeed.class, store.changes());
  }

  @Override
  public SealStore seals() {
    return gated(SealStore.class, store.seals());
  }

  @Override
  public HistoryStore history() {
    HistoryStore history = store.history();
    return history == HistoryStore.NONE ? history : gated(HistoryStore.class, history);
  }

  @Override
  public Store recording(HistoryNote change) {
    return new StoreGate(store.recording(change), isShut);
  }

  @Override
  public void check() {
    pass();
    store.check();
  }

  @Override
  public void purge(String tenant) {
    pass();
    store.purge(tenant);
  }

  @Override
  public Store committed() {
    return new StoreGate(store.committed(), isShut);
  }

  @Override
  public boolean joinsTransaction() {
    return store.joinsTransaction();
  }

  @Override
  public boolean durable() {
    return store.durable();
  }

  private <T> T gated(Class<T> type, T part) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(part, method, arguments)));
  }

  private @Nullable Object call(Object part, Method method, Object @Nullable [] arguments)
      throws Throwable {
    pass();
    try {
      return method.invoke(part, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getTargetException();
    }
  }

  private void pass() {
    if (isShut.get()) {
      throw new StoreException(
          StoreException.Reason.OUT_OF_REACH, "CalloutAuth was closed", true, null);
    }
  }
}
