package io.calloutauth.engine;

import io.calloutauth.admission.CommandLimits;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.engine.TokenOutcome.Blocked;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.store.BindingRow;
import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Store;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRow;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invalidation of the caches: forgets, retires or reads again what a change is about, whoever
 * made it. Thread-safe; blocks as the store does.
 */
final class CacheInvalidation implements ChangeWatch.Reaction {

  private static final Logger LOG = LoggerFactory.getLogger(CacheInvalidation.class);

  private final TenantCaches<?> tenants;
  private final Store store;
  private final EndpointPolicy policy;
  private final CommandLimits limits;

  /**
   * Makes an invalidation.
   *
   * @param limits remember tenants too, until they are purged
   */
  CacheInvalidation(
      TenantCaches<?> tenants, Store store, EndpointPolicy policy, CommandLimits limits) {
    this.tenants = tenants;
    this.store = store;
    this.policy = policy;
    this.limits = limits;
  }

  /** Forgets a slot's provider, which is no more: whoever waits for its token is told so. */
  void forget(Slot slot) {
    ProviderKey key = slot.entry().key();
    forget(key);
    slot.retire(new Blocked(key.id(), Blocked.Reason.GONE)); // it may be one that is not held
  }

  /** Forgets a provider that is no more. */
  void forget(ProviderKey key) {
    TenantCache<?> cache = tenants.find(key.tenant());
    if (cache != null) {
      cache.forgetProvider(key.id(), new Blocked(key.id(), Blocked.Reason.GONE));
    }
  }

  @Override
  public void changed(Change change) {
    if (change.kind() == Kind.TENANT) {
      hearPurge(change.tenant());
    }
    changedBefore(change);
  }

  private void hearPurge(String tenant) {
    limits.forget(tenant);
    TenantCache<?> cache = tenants.find(tenant);
    if (cache != null) {
      cache.uncommitted().hearPurge();
    }
  }

  @Override
  public void changedBefore(Change change) {
    TenantCache<?> cache = tenants.find(change.tenant());
    if (cache == null) {
      return;
    }
    switch (change.kind()) {
      case BINDING -> cache.forgetRoute(change.subject());
      case TENANT -> {
        cache.forgetAll(Passing.SUPERSEDED);
        tenants.dropIf(change.tenant(), TenantCache::isEmpty);
      }
      case PROVIDER -> providerChanged(cache, change);
    }
  }

  private void providerChanged(TenantCache<?> cache, Change change) {
    cache.noteChange();
    Slot slot = cache.slot(change.subject());
    if (slot == null) {
      return;
    }
    ProviderKey key = new ProviderKey(change.tenant(), change.subject());
    try {
      reread(cache, slot, key);
    } catch (StoreException down) {
      throw down;
    } catch (RuntimeException unreadable) {
      LOG.warn("Provider {} was changed and cannot be read", key.id(), unreadable);
      cache.retire(slot, Passing.SUPERSEDED); // and one such row does not stop the others
    }
  }

  private void reread(TenantCache<?> cache, Slot slot, ProviderKey key) {
    Optional<ProviderEntry> now = entry(key);
    if (now.isEmpty()) {
      forget(key);
    } else if (isOver(slot, now.get()) || wasRevoked(slot, key)) {
      cache.retire(slot, Passing.SUPERSEDED);
    } else {
      slot.replaceEntry(now.get());
    }
  }

  /** Reads a slot's provider again, and retires the slot when it is of another epoch by now. */
  void reread(Slot slot) {
    ProviderKey key = slot.entry().key();
    try {
      Optional<ProviderEntry> now = entry(key);
      if (now.isEmpty()) {
        retire(slot, new Blocked(key.id(), Blocked.Reason.GONE));
      } else if (isOver(slot, now.get())) {
        retire(slot, Passing.SUPERSEDED);
      }
    } catch (RuntimeException unread) { // whoever asks again is told why
      LOG.debug("Provider {} was changed and cannot be read", key.id(), unread);
      retire(slot, Passing.SUPERSEDED);
    }
  }

  /** It may be one that is not held. */
  private void retire(Slot slot, TokenOutcome why) {
    TenantCache<?> cache = tenants.find(slot.entry().tenant());
    if (cache == null) {
      slot.retire(why);
    } else {
      cache.retire(slot, why);
    }
  }

  /** Reads again what a route was filled from, and forgets what is another by now. */
  void confirm(TenantCache<?> cache, Route<?> route) {
    Slot slot = route.slot();
    if (slot == null) {
      return;
    }
    ProviderKey key = slot.entry().key();
    boolean bound =
        store
            .bindings()
            .find(key.tenant(), route.notificationId())
            .map(BindingRow::providerId)
            .filter(key.id()::equals)
            .isPresent();
    ProviderEntry now = entry(key).orElse(null);
    if (!bound) {
      cache.forgetRoute(route.notificationId());
    }
    if (now == null || isOver(slot, now)) {
      cache.retire(slot, Passing.SUPERSEDED);
    } else {
      slot.replaceEntry(now);
    }
  }

  private Optional<ProviderEntry> entry(ProviderKey key) {
    return store.providers().find(key).map(row -> ProviderEntry.of(row, policy));
  }

  private static boolean isOver(Slot slot, ProviderEntry now) {
    boolean takenBack = now.version() < slot.entry().version(); // by a failover that lost an edit
    return takenBack || !now.sharesTokensWith(slot.entry());
  }

  /** The token that is held is not the shared row's any more. */
  private boolean wasRevoked(Slot slot, ProviderKey key) {
    ReadyToken last = slot.last();
    if (last == null) {
      return false;
    }
    TokenRow row = store.tokens().find(key).orElse(TokenRow.EMPTY);
    return row.token() == null || !row.token().lease().equals(last.lease());
  }

  @Override
  public void forgetAll() {
    tenants.forgetAll();
  }
}
