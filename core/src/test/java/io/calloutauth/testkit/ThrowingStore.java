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
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that throws whatever a test says, as a host's own store or driver may. */
public final class ThrowingStore implements Store {

  private final Store store;
  private final Map<String, Throwable> thrown = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private volatile @Nullable Throwable thrownEverywhere;

  public ThrowingStore(Store store) {
    this.store = store;
  }

  /** Lets one operation throw, for example {@code TokenStore.find}. */
  public void throwsAt(String operation, Throwable failure) {
    thrown.put(operation, failure);
  }

  /** Lets every operation throw. */
  public void throwsEverywhere(Throwable failure) {
    thrownEverywhere = failure;
  }

  /** Lets all operations do what they should again. */
  public void throwsNothing() {
    thrown.clear();
    thrownEverywhere = null;
  }

  /** Returns how often an operation was asked for. */
  public int asked(String operation) {
    AtomicInteger count = asked.get(operation);
    return count == null ? 0 : count.get();
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
    Store recording = whole("recording", () -> store.recording(change));
    return new RecordingStore(
        this,
        part(ProviderStore.class, recording.providers()),
        part(BindingStore.class, recording.bindings()));
  }

  @Override
  public void check() {
    whole(
        "check",
        () -> {
          store.check();
          return true;
        });
  }

  @Override
  public void purge(String tenant) {
    whole(
        "purge",
        () -> {
          store.purge(tenant);
          return true;
        });
  }

  @Override
  public boolean joinsTransaction() {
    return whole("joinsTransaction", store::joinsTransaction);
  }

  private <T> T whole(String operation, Supplier<T> call) {
    ThrowingStore.<RuntimeException>fail("Store." + operation, this);
    return call.get();
  }

  /** Throws it as it is, be it a checked one. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void fail(String operation, ThrowingStore store) throws E {
    store.asked.computeIfAbsent(operation, name -> new AtomicInteger()).incrementAndGet();
    Throwable everywhere = store.thrownEverywhere;
    Throwable failure = everywhere == null ? store.thrown.get(operation) : everywhere;
    if (failure != null) {
      throw (E) failure;
    }
  }

  private <T> T part(Class<T> type, T part) {
    Object thrower =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              ThrowingStore.<RuntimeException>fail(
                  type.getSimpleName() + "." + method.getName(), this);
              try {
                return method.invoke(part, arguments);
              } catch (InvocationTargetException failed) {
                throw failed.getTargetException();
              }
            });
    return type.cast(thrower);
  }
}
