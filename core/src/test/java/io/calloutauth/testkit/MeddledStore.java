package io.calloutauth.testkit;

import io.calloutauth.store.BindingStore;
import io.calloutauth.store.ChangeFeed;
import io.calloutauth.store.KeyUse;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.ProviderStore;
import io.calloutauth.store.RevocationStore;
import io.calloutauth.store.SealStore;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.Store;
import io.calloutauth.store.TokenStore;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store in which something happens between reading a secret and replacing it. */
public final class MeddledStore implements Store {

  private final Store store;
  private volatile Consumer<ProviderKey> meddler = key -> {};

  public MeddledStore(Store store) {
    this.store = store;
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
      public List<ProviderRow> sealedWith(String keyId, @Nullable ProviderKey after, int limit) {
        return seals.sealedWith(keyId, after, limit);
      }

      @Override
      public boolean replace(ProviderKey key, String slot, Sealed read, Sealed now) {
        meddler.accept(key);
        return seals.replace(key, slot, read, now);
      }
    };
  }

  @Override
  public ProviderStore providers() {
    return store.providers();
  }

  @Override
  public BindingStore bindings() {
    return store.bindings();
  }

  @Override
  public TokenStore tokens() {
    return store.tokens();
  }

  @Override
  public RevocationStore revocations() {
    return store.revocations();
  }

  @Override
  public ChangeFeed changes() {
    return store.changes();
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
