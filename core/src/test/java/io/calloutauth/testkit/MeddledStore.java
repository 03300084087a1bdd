package io.calloutauth.testkit;

import io.calloutauth.store.AuthorizationStore;
import io.calloutauth.store.BindingStore;
import io.calloutauth.store.ChangeFeed;
import io.calloutauth.store.ClaimStore;
import io.calloutauth.store.HistoryNote;
import io.calloutauth.store.HistoryStore;
import io.calloutauth.store.KeyUse;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderStore;
import io.calloutauth.store.RevocationStore;
import io.calloutauth.store.SealStore;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.SealedPlace;
import io.calloutauth.store.SealedValues;
import io.calloutauth.store.Store;
import io.calloutauth.store.TokenStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store in which something happens before it is read or written, once or each time. */
public final class MeddledStore implements Store {

  private final Store store;
  private final Map<String, Hook> hooks = new ConcurrentHashMap<>();
  private final Map<String, Object> results = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private volatile Consumer<ProviderKey> meddler = key -> {};

  public MeddledStore(Store store) {
    this.store = store;
  }

  /**
   * Sets what happens once, before a method is called again.
   *
   * @param method for example {@code TokenStore.find}
   * @param calls how many calls come before that one
   */
  public void before(String method, int calls, Runnable happens) {
    hooks.put("before " + method, new Hook(new AtomicInteger(calls), happens));
  }

  /** Sets what happens once, after a method was called again. */
  public void after(String method, Runnable happens) {
    hooks.put("after " + method, new Hook(new AtomicInteger(), happens));
  }

  /** Sets what a method returns in place of what the store says; null for that again. */
  public void answer(String method, @Nullable Object result) {
    if (result == null) {
      results.remove(method);
    } else {
      results.put(method, result);
    }
  }

  /** Tells whether what was set to happen, say {@code before TokenStore.find}, has happened. */
  public boolean isOver(String when) {
    return !hooks.containsKey(when);
  }

  /** Returns how often a method was called. */
  public int calls(String method) {
    AtomicInteger called = calls.get(method);
    return called == null ? 0 : called.get();
  }

  private record Hook(AtomicInteger callsBefore, Runnable happens) {}

  private void happen(String when) {
    Hook hook = hooks.get(when);
    if (hook != null && hook.callsBefore().getAndDecrement() == 0) {
      hooks.remove(when, hook);
      hook.happens().run();
    }
  }

  private <T> T meddled(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              happen("before " + type.getSimpleName() + "." + method.getName());
              try {
                String name = type.getSimpleName() + "." + method.getName();
                calls.computeIfAbsent(name, called -> new AtomicInteger()).incrementAndGet();
                Object instead = results.get(name);
                Object result = instead == null ? method.invoke(target, args) : instead;
                happen("after " + type.getSimpleName() + "." + method.getName());
                return result;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }

  /** Sets what happens before each replacement from now on. */
  public void beforeReplacing(Consumer<ProviderKey> happens) {
    meddler = happens;
  }

  @Override
  public SealStore seals() {
    SealStore seals = store.seals();
    return new SealStore() {
      @Override
      public List<KeyUse> keyUses() {
        return seals.keyUses();
      }

      @Override
      public List<String> secretKeyIds() {
        return seals.secretKeyIds();
      }

      @Override
      public List<SealedValues> sealedWith(String keyId, @Nullable ProviderKey after, int limit) {
        return seals.sealedWith(keyId, after, limit);
      }

      @Override
      public boolean replace(ProviderKey key, SealedPlace place, Sealed read, Sealed now) {
        meddler.accept(key);
        return seals.replace(key, place, read, now);
      }
    };
  }

  @Override
  public ProviderStore providers() {
    return meddled(ProviderStore.class, store.providers());
  }

  @Override
  public BindingStore bindings() {
    return meddled(BindingStore.class, store.bindings());
  }

  @Override
  public TokenStore tokens() {
    return meddled(TokenStore.class, store.tokens());
  }

  @Override
  public AuthorizationStore authorizations() {
    return meddled(AuthorizationStore.class, store.authorizations());
  }

  @Override
  public RevocationStore revocations() {
    return store.revocations();
  }

  @Override
  public ClaimStore claims() {
    return meddled(ClaimStore.class, store.claims());
  }

  @Override
  public ChangeFeed changes() {
    return meddled(ChangeFeed.class, store.changes());
  }

  @Override
  public HistoryStore history() {
    return meddled(HistoryStore.class, store.history());
  }

  @Override
  public Store recording(HistoryNote change) {
    Store recording = store.recording(change);
    return new RecordingStore(
        this,
        meddled(ProviderStore.class, recording.providers()),
        meddled(BindingStore.class, recording.bindings()));
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
  public boolean durable() {
    return store.durable();
  }
}
