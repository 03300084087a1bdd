package io.calloutauth.engine;

import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.StoreException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invalidation of the caches by what this node itself wrote, before any poll tells of it. What
 * waits for the commit of a host's transaction is proposed: until then, what is read of it serves
 * for a second at most. Thread-safe; does not block.
 */
public final class OwnWrites {

  private static final Logger LOG = LoggerFactory.getLogger(OwnWrites.class);

  private final TenantCaches<?> tenants;
  private final CacheInvalidation invalidation;
  private final ChangeWatch watch;
  private final FairExecutor reads;

  /**
   * Makes what hears of writes.
   *
   * @param invalidation reads again
   * @param watch tells of it once more
   * @param reads run what blocks
   */
  OwnWrites(
      TenantCaches<?> tenants,
      CacheInvalidation invalidation,
      ChangeWatch watch,
      FairExecutor reads) {
    this.tenants = tenants;
    this.invalidation = invalidation;
    this.watch = watch;
    this.reads = reads;
  }

  /**
   * Hears that a provider was changed. With the token dropped, the next use reads what is
   * committed.
   *
   * @param tokenDropped whether the change gave the provider a new token epoch
   */
  public void providerChanged(ProviderKey key, boolean tokenDropped) {
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

  /** Hears that a provider was deleted. */
  public void providerDeleted(ProviderKey key) {
    invalidation.forget(key);
  }

  /** Hears that a notification's binding was changed. */
  public void bindingChanged(String tenant, String notificationId) {
    invalidation.changed(new Change(tenant, Kind.BINDING, notificationId));
  }

  /**
   * Hears that a binding was written, and its commit waits.
   *
   * @param providerId the provider it is bound to, or null when it is bound to none
   */
  public void bindingProposed(String tenant, String notificationId, @Nullable String providerId) {
    tenants.pinned(
        tenant,
        cache -> {
          String written = providerId == null ? "" : providerId;
          cache.uncommitted().addBinding(notificationId, written, tenants.now());
          cache.forgetRoute(notificationId);
          return cache;
        });
  }

  /**
   * Hears that a provider was written, and its commit waits.
   *
   * @param version its version since then; 0 when it was deleted
   */
  public void providerProposed(ProviderKey key, long version) {
    tenants.pinned(
        key.tenant(),
        cache -> {
          cache.uncommitted().addProvider(key.id(), version, tenants.now());
          cache.retire(key.id(), Passing.SUPERSEDED);
          return cache;
        });
  }

  /** Hears that a tenant was purged, and its commit waits. */
  public void purgeProposed(String tenant) {
    tenants.pinned(
        tenant,
        cache -> {
          cache.uncommitted().addPurge(tenants.now());
          cache.forgetAll(Passing.SUPERSEDED);
          return cache;
        });
  }

  /** Hears that a tenant was purged. */
  public void tenantPurged(String tenant) {
    invalidation.changed(new Change(tenant, Kind.TENANT, ""));
  }
}
