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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate between the library and a host's store, which no operation can be led past: it knows
 * none of them.
 *
 * <ol>
 *   <li>What comes out is a {@link StoreException}. A store that throws what it should not, as a
 *       host's own or a driver may, is a store that is down. Errors keep their way: this node or
 *       its class path is broken then.
 *   <li>Nothing goes in once it is shut, when a node is closed: to a thread of the node's that is
 *       still inside a host's code, the store is out of reach.
 * </ol>
 *
 * Thread-safe; blocks as the store beneath does.
 */
final class StoreGate implements Store {

  private static final Logger LOG = LoggerFactory.getLogger(StoreGate.class);

  /** Where a page of history starts that ended nowhere, the store tells whoever asks for it. */
  private static final String TELLS_ARGUMENTS = "HistoryStore.list";

  private final Store store;
  private final AtomicBoolean isShut;

  /** What an operator was told of already: as many at most as a store has operations. */
  private final Set<String> told;

  StoreGate(Store store) {
    this(store, new AtomicBoolean(), ConcurrentHashMap.newKeySet());
  }

  private StoreGate(Store store, AtomicBoolean isShut, Set<String> told) {
    this.store = store;
    this.isShut = isShut;
    this.told = told;
  }

  /** Lets no call through any more, also of what {@link #committed} returned. */
  void shut() {
    isShut.set(true);
  }

  @Override
  public ProviderStore providers() {
    return part(ProviderStore.class, store::providers);
  }

  @Override
  public BindingStore bindings() {
    return part(BindingStore.class, store::bindings);
  }

  @Override
  public TokenStore tokens() {
    return part(TokenStore.class, store::tokens);
  }

  @Override
  public AuthorizationStore authorizations() {
    return part(AuthorizationStore.class, store::authorizations);
  }

  @Override
  public RevocationStore revocations() {
    return part(RevocationStore.class, store::revocations);
  }

  @Override
  public ClaimStore claims() {
    return part(ClaimStore.class, store::claims);
  }

  @Override
  public ChangeFeed changes() {
    return part(ChangeFeed.class, store::changes);
  }

  @Override
  public SealStore seals() {
    return part(SealStore.class, store::seals);
  }

  @Override
  public HistoryStore history() {
    HistoryStore history = translated("history", store::history);
    return history == HistoryStore.NONE ? history : part(HistoryStore.class, () -> history);
  }

  @Override
  public Store recording(HistoryNote change) {
    return decorated(translated("recording", () -> store.recording(change)));
  }

  @Override
  public void check() {
    pass();
    translated("check", () -> run(store::check));
  }

  @Override
  public void purge(String tenant) {
    pass();
    translated("purge", () -> run(() -> store.purge(tenant)));
  }

  @Override
  public Store committed() {
    return decorated(translated("committed", store::committed));
  }

  /** One that cannot tell does join, for all that is known. */
  @Override
  public boolean joinsTransaction() {
    try {
      return translated("joinsTransaction", store::joinsTransaction);
    } catch (StoreException unknown) {
      LOG.debug("The store cannot tell whether it joins a transaction", unknown);
      return true;
    }
  }

  @Override
  public boolean durable() {
    return translated("durable", store::durable);
  }

  private Store decorated(Store other) {
    return other == store ? this : new StoreGate(other, isShut, told);
  }

  private static boolean run(Runnable operation) {
    operation.run();
    return true;
  }

  @SuppressWarnings("CatchingUnchecked") // a checked one that no signature tells of
  private <T> T translated(String operation, Supplier<T> call) {
    try {
      return call.get();
    } catch (Exception thrown) {
      throw translate("Store." + operation, thrown);
    }
  }

  private <T> T part(Class<T> type, Supplier<T> part) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(part, method, arguments)));
  }

  private <T> @Nullable Object call(
      Supplier<T> part, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    pass();
    String operation = method.getDeclaringClass().getSimpleName() + "." + method.getName();
    T target = translated(operation, () -> Objects.requireNonNull(part.get()));
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      if (thrown.getTargetException() instanceof Exception exception) {
        throw translate(operation, exception);
      }
      throw thrown.getTargetException();
    }
  }

  private void pass() {
    if (isShut.get()) {
      throw new StoreException(
          StoreException.Reason.OUT_OF_REACH, "CalloutAuth was closed", true, null);
    }
  }

  private RuntimeException translate(String operation, Exception thrown) {
    if (thrown instanceof StoreException known) {
      return known;
    }
    if (thrown instanceof IllegalArgumentException refused && operation.equals(TELLS_ARGUMENTS)) {
      return refused;
    }
    String name = thrown.getClass().getName(); // its message may quote what is stored
    if (told.add(operation)) {
      LOG.warn("{} threw {}, which it should not: the store counts as down", operation, name);
    }
    return new StoreException("The store threw " + name, true, thrown);
  }
}
