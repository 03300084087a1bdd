package io.calloutauth;

import io.calloutauth.engine.OwnWrites;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Tells the engine's cache what was written on the calling thread: as done, or as waiting for the
 * commit of the host's transaction that the write joined. Thread-safe.
 *
 * @param store knows what it joins
 * @param writes hears of them
 */
record WrittenChanges(Store store, OwnWrites writes) {

  /**
   * A notification was bound, unbound or detached.
   *
   * @param now the provider it is bound to, or null
   */
  void binding(String tenant, String notificationId, @Nullable ProviderId now) {
    if (store.joinsTransaction()) {
      writes.bindingProposed(tenant, notificationId, now == null ? null : now.key());
    } else {
      writes.bindingChanged(tenant, notificationId);
    }
  }

  /**
   * A provider was made or changed.
   *
   * @param version its version since then
   * @param tokenDropped whether the change gave it a new token epoch
   */
  void provider(ProviderKey key, long version, boolean tokenDropped) {
    if (store.joinsTransaction()) {
      writes.providerProposed(key, version);
    } else {
      writes.providerChanged(key, tokenDropped);
    }
  }

  /** A provider was deleted. */
  void deleted(ProviderKey key) {
    if (store.joinsTransaction()) {
      writes.providerProposed(key, 0);
    } else {
      writes.providerDeleted(key);
    }
  }

  /** Everything of a tenant was removed. */
  void purged(String tenant) {
    if (store.joinsTransaction()) {
      writes.purgeProposed(tenant);
    } else {
      writes.tenantPurged(tenant);
    }
  }
}
