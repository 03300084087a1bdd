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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store over another one that is down while a test says so, and counts what it is asked. */
public final class BreakableStore implements Store {

  private final Store store;
  private final Set<Thread> askers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean down;
  private volatile String broken = "";
  private volatile Throwable thrown = new StoreException("the store is down", true, null);
  private volatile String held = "";
  private volatile boolean heldAll;
  private volatile boolean holding;
  private final CountDownLatch gate = new CountDownLatch(1);
  private volatile Runnable holdUp = () -> {};
  private volatile String followed = "";
  private volatile Runnable afterwards = () -> {};

  public BreakableStore(Store store) {
    this.store = store;
  }

  public void down(boolean down) {
    this.down = down;
  }

  /** Lets one operation fail that has this name; an empty name: none. */
  public void breaks(String operation) {
    broken = operation;
  }

  /** Lets one operation throw what a store should not. */
  public void breaks(String operation, Throwable failure) {
    thrown = failure;
    broken = operation;
  }

  /** Lets something happen once, right after an operation with this name was done. */
  public void after(String operation, Runnable happens) {
    afterwards = happens;
    followed = operation;
  }

  /** Lets the next answer of an operation with this name come late: at {@link #release}. */
  public void holds(String operation) {
    held = operation;
  }

  /** Lets every answer of an operation with this name come late: at {@link #release}. */
  public void holdsAll(String operation) {
    heldAll = true;
    held = operation;
  }

  /** Returns whether an answer is held back now. */
  public boolean isHolding() {
    return holding;
  }

  /** Lets go on what was held back. */
  public void release() {
    held = "";
    gate.countDown();
  }

  /** Returns the threads that asked for anything. */
  public Set<Thread> askers() {
    return askers;
  }

  /** Holds up whoever reads a token row, before he learns what is in it, or that it is down. */
  public void holdsUp(Runnable meanwhile) {
    holdUp = meanwhile;
  }

  /** Returns how often it was asked for anything. */
  public int asked() {
    return asked.get();
  }

  @Override
  public ProviderStore providers() {
    return breakable(ProviderStore.class, store.providers());
  }

  @Override
  public BindingStore bindings() {
    return breakable(BindingStore.class, store.bindings());
  }

  @Override
  public TokenStore tokens() {
    return breakable(TokenStore.class, store.tokens());
  }

  @Override
  public AuthorizationStore authorizations() {
    return breakable(AuthorizationStore.class, store.authorizations());
  }

  @Override
  public RevocationStore revocations() {
    return breakable(RevocationStore.class, store.revocations());
  }

  @Override
  public ClaimStore claims() {
    return breakable(ClaimStore.class, store.claims());
  }

  @Override
  public ChangeFeed changes() {
    return breakable(ChangeFeed.class, store.changes());
  }

  @Override
  public SealStore seals() {
    return breakable(SealStore.class, store.seals());
  }

  /** Is down with the rest, and not counted: it is written behind all else. */
  @Override
  public HistoryStore history() {
    HistoryStore history = store.history();
    return (HistoryStore)
        Proxy.newProxyInstance(
            HistoryStore.class.getClassLoader(),
            new Class<?>[] {HistoryStore.class},
            (proxy, method, arguments) -> {
              if (down) {
                throw new StoreException("the store is down", true, null);
              }
              try {
                return method.invoke(history, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getTargetException();
              }
            });
  }

  @Override
  public Store recording(HistoryNote change) {
    Store recording = store.recording(change);
    return new RecordingStore(
        this,
        breakable(ProviderStore.class, recording.providers()),
        breakable(BindingStore.class, recording.bindings()));
  }

  @Override
  public void check() {
    if (down || broken.equals("check")) {
      throw new StoreException("the store is down", true, null);
    }
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

  private <T> T breakable(Class<T> type, T part) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> asked(part, method, arguments)));
  }

  private @Nullable Object asked(Object part, Method method, Object[] arguments) throws Throwable {
    asked.incrementAndGet();
    askers.add(Thread.currentThread());
    boolean row = part instanceof TokenStore && method.getName().equals("find");
    if (row && down) {
      holdUp.run();
    }
    if (down) {
      throw new StoreException("the store is down", true, null);
    }
    if (method.getName().equals(broken)) {
      throw thrown;
    }
    try {
      method.setAccessible(true);
      boolean late = method.getName().equals(held);
      Object answer = method.invoke(part, arguments);
      if (method.getName().equals(followed)) {
        followed = "";
        afterwards.run();
      }
      if (late) {
        held = heldAll ? held : "";
        holding = true;
        awaitGate();
      }
      if (row) {
        holdUp.run();
      }
      return answer;
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private void awaitGate() {
    try {
      if (!gate.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test never released the store");
      }
    } catch (InterruptedException closed) {
      throw new StoreException("interrupted", true, closed);
    }
  }
}
