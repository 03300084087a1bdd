package io.calloutauth.engine;

import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.StoreException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invalidation of the caches by what the calling thread wrote, before any poll tells of it.
 * What waits for the commit of the host's transaction that the write joined is proposed: until
 * then, what is read of it serves for a second at most. Thread-safe; blocks as the store does.
 */
public final class OwnWrites {

  private static final Logger LOG = LoggerFactory.getLogger(OwnWrites.class);

  private final TenantCaches<?> tenants;
  private final CacheInvalidation invalidation;
  private final ChangeWatch watch;
  private final BooleanSupplier joinsTransaction;

  /**
   * Makes what hears of writes.
   *
   * @param invalidation reads again
   * @param watch tells of it once more
   * @param joinsTransaction tells whether what this thread writes waits for a host's commit
   */
  OwnWrites(
      TenantCaches<?> tenants,
      CacheInvalidation invalidation,
      ChangeWatch watch,
      BooleanSupplier joinsTransaction) {
    this.tenants = tenants;
    this.invalidation = invalidation;
    this.watch = watch;
    this.joinsTransaction = joinsTransaction;
  }

  /**
   * Hears that a provider was made or changed, and reads it where its token stays. With the token
   * dropped, the next use reads what is committed.
   *
   * @param version its version since then
   * @param tokenDropped whether the change gave the provider a new token epoch
   */
  public void provider(ProviderKey key, long version, boolean tokenDropped) {
    if (joinsTransaction.getAsBoolean()) {
      propose(key, version);
    } else if (tokenDropped) {
      tenants.drop(key);
    } else {
      reread(new Change(key.tenant(), Kind.PROVIDER, key.id()));
    }
  }

  /**
   * Reads it at once: the next token request is to go out as the edit says. A store that does not
   * answer now tells of the change once more when it is asked for changes.
   */
  private void reread(Change change) {
    watch.noteOwn(change);
    try {
      invalidation.changed(change);
    } catch (StoreException down) {
      LOG.debug("A change of provider {} is not read yet", change.subject(), down);
    }
  }

  /** Hears that a provider was deleted. */
  public void deleted(ProviderKey key) {
    if (joinsTransaction.getAsBoolean()) {
      propose(key, 0);
    } else {
      invalidation.forget(key);
    }
  }

  /** Notes a version that a provider is going to have; 0 when it is going to be gone. */
  private void propose(ProviderKey key, long version) {
    propose(
        key.tenant(),
        cache -> {
          cache.uncommitted().addProvider(key.id(), version, tenants.now());
          cache.retire(key.id(), Passing.SUPERSEDED);
        });
  }

  /**
   * Hears that a notification was bound, unbound or detached.
   *
   * @param providerId the provider it is bound to, or null when it is bound to none
   */
  public void binding(String tenant, String notificationId, @Nullable String providerId) {
    if (!joinsTransaction.getAsBoolean()) {
      invalidation.changed(new Change(tenant, Kind.BINDING, notificationId));
      return;
    }
    propose(
        tenant,
        cache -> {
          String written = providerId == null ? "" : providerId;
          cache.uncommitted().addBinding(notificationId, written, tenants.now());
          cache.forgetRoute(notificationId);
        });
  }

  /** Hears that everything of a tenant was removed. */
  public void purged(String tenant) {
    if (!joinsTransaction.getAsBoolean()) {
      invalidation.changed(new Change(tenant, Kind.TENANT, ""));
      return;
    }
    propose(
        tenant,
        cache -> {
          cache.uncommitted().addPurge(tenants.now());
          cache.forgetAll(Passing.SUPERSEDED);
        });
  }

  /** Listens to changes from now on, if it does not yet: the commit is one of them. */
  private void propose(String tenant, Consumer<TenantCache<?>> write) {
    watch.startSoon();
    tenants.pinned(
        tenant,
        cache -> {
          write.accept(cache);
          return cache;
        });
  }
}
