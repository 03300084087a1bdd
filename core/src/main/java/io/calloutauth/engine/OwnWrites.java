package io.calloutauth.engine;

import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.StoreException;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invalidation of the caches by what this node itself wrote, before any poll tells of it.
 * Thread-safe; does not block.
 *
 * @param tenants the caches
 * @param invalidation reads again
 * @param watch tells of it once more
 * @param reads run what blocks
 */
record OwnWrites(
    TenantCaches<?> tenants,
    CacheInvalidation invalidation,
    ChangeWatch watch,
    FairExecutor reads) {

  private static final Logger LOG = LoggerFactory.getLogger(OwnWrites.class);

  /**
   * Notes that a provider was changed. With the token dropped, the next use reads what is
   * committed.
   *
   * @param tokenDropped whether the change gave the provider a new token epoch
   */
  void providerChanged(ProviderKey key, boolean tokenDropped) {
    if (tokenDropped) {
      tenants.drop(key);
      return;
    }
    Change change = new Change(key.tenant(), Kind.PROVIDER, key.id());
    watch.noteOwn(change);
    try {
      reads.of(key.tenant()).execute(() -> reread(change));
    } catch (RejectedExecutionException closed) {
      LOG.trace("The engine is closed");
    } catch (RuntimeException | Error noThread) { // the change feed tells of it once more
      LOG.warn("A change is not read yet: {}", noThread.getClass().getName());
    }
  }

  /**
   * A store that does not answer now tells of the change once more when it is asked for changes.
   */
  private void reread(Change change) {
    try {
      invalidation.changed(change);
    } catch (StoreException down) {
      LOG.debug("A change of provider {} is not read yet", change.subject(), down);
    }
  }
}
