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
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store that calls itself durable, counts reads of token rows, and can be switched off. */
public final class SwitchedStore implements Store {

  private final Store store;
  private final AtomicInteger tokenReads = new AtomicInteger();
  private volatile boolean down;

  public SwitchedStore(Store store) {
    this.store = store;
  }

  public void down(boolean isDown) {
    down = isDown;
  }

  public int tokenReads() {
    return tokenReads.get();
  }

  @Override
  public ProviderStore providers() {
    return part(ProviderStore.class, store.providers());
  }

  @Override
  public BindingStore bindings() {
    return part(BindingStore.class, store.bindings());
  }

  @Override
  public TokenStore tokens() {
    return part(TokenStore.class, store.tokens());
  }

  @Override
  public AuthorizationStore authorizations() {
    return part(AuthorizationStore.class, store.authorizations());
  }

  @Override
  public RevocationStore revocations() {
    return part(RevocationStore.class, store.revocations());
  }

  @Override
  public ClaimStore claims() {
    return part(ClaimStore.class, store.claims());
  }

  @Override
  public ChangeFeed changes() {
    return part(ChangeFeed.class, store.changes());
  }

  @Override
  public SealStore seals() {
    return part(SealStore.class, store.seals());
  }

  @Override
  public HistoryStore history() {
    return part(HistoryStore.class, store.history());
  }

  @Override
  public Store recording(HistoryNote change) {
    Store recording = store.recording(change);
    return new RecordingStore(
        this,
        part(ProviderStore.class, recording.providers()),
        part(BindingStore.class, recording.bindings()));
  }

  @Override
  public void check() {
    refuseWhenDown();
    store.check();
  }

  @Override
  public void purge(String tenant) {
    refuseWhenDown();
    store.purge(tenant);
  }

  private <T> T part(Class<T> type, T part) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(part, method, arguments)));
  }

  private @Nullable Object call(Object part, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    refuseWhenDown();
    if (part instanceof TokenStore && method.getName().equals("find")) {
      tokenReads.incrementAndGet();
    }
    try {
      return method.invoke(part, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getTargetException();
    }
  }

  private void refuseWhenDown() {
    if (down) {
      throw new StoreException("switched off", true, null);
    }
  }
}
