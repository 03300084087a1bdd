package io.calloutauth.engine;

import io.calloutauth.engine.TokenOutcome.Blocked;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRow;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node holds of each tenant, kept true as changes are heard of: the only map with an
 * entry for each tenant, and only while there is something of the tenant to hold. Thread-safe.
 */
final class TenantCaches implements ChangeWatch.Reaction, TokenRequests.Slots {

  private static final Logger LOG = LoggerFactory.getLogger(TenantCaches.class);

  private final EngineParts parts;
  private final Executor readThreads;
  private final ConcurrentMap<String, TenantCache> tenants = new ConcurrentHashMap<>();
  private volatile boolean closed;

  TenantCaches(EngineParts parts, Executor readThreads) {
    this.parts = parts;
    this.readThreads = readThreads;
  }

  /** Returns what is held of a tenant, or null for nothing. */
  @Nullable TenantCache find(String tenant) {
    return tenants.get(tenant);
  }

  /** Returns what is held of a tenant, pinned: to be unpinned by whoever is done adding to it. */
  TenantCache pinned(String tenant) {
    return tenants.compute(
        tenant,
        (name, held) -> {
          TenantCache holdings = held == null ? open() : held;
          holdings.pin(); // inside the map's own lock, where holdings are dropped
          return holdings;
        });
  }

  /** Notes a write of this node's that waits for its commit, also where nothing is held yet. */
  void propose(String tenant, Consumer<TenantCache> write) {
    TenantCache holdings = pinned(tenant);
    try {
      write.accept(holdings);
    } finally {
      holdings.unpin();
    }
  }

  private TenantCache open() {
    TenantCache holdings = new TenantCache(readThreads);
    if (closed) {
      holdings.close(Passing.CLOSED);
    }
    return holdings;
  }

  Collection<TenantCache> all() {
    return tenants.values();
  }

  /** Drops what is idle, and the entries of tenants that nothing is left of. */
  void sweepIdle(int most) {
    Moment now = parts.now();
    tenants.forEach(
        (tenant, holdings) -> {
          holdings.sweepIdle(now, most);
          dropIf(tenant, TenantCache::isIdle);
        });
  }

  private void dropIf(String tenant, Predicate<TenantCache> condition) {
    tenants.computeIfPresent(tenant, (name, held) -> condition.test(held) ? null : held);
  }

  /** Drops a provider's token on this node and returns it; null when there was none. */
  @Nullable ReadyToken drop(ProviderKey key) {
    TenantCache holdings = tenants.get(key.tenant());
    if (holdings == null) {
      return null;
    }
    Slot slot = holdings.slot(key.id());
    ReadyToken token = slot == null ? null : slot.last();
    holdings.retire(key.id(), Passing.SUPERSEDED);
    return token;
  }

  /** Drops what this node holds of a provider if it read another version of its row. */
  void dropUnlessRead(ProviderKey key, long version) {
    TenantCache holdings = tenants.get(key.tenant());
    Slot slot = holdings == null ? null : holdings.slot(key.id());
    if (slot != null && slot.entry().version() != version) {
      drop(key);
    }
  }

  @Override
  public void gone(ProviderKey key) {
    TenantCache holdings = tenants.get(key.tenant());
    if (holdings != null) {
      holdings.forgetProvider(key.id(), new Blocked(key.id(), Blocked.Reason.GONE));
    }
  }

  @Override
  public void changed(Change change) {
    TenantCache holdings = tenants.get(change.tenant());
    if (holdings == null) {
      return;
    }
    switch (change.kind()) {
      case BINDING -> holdings.forgetRoute(change.subject());
      case TENANT -> {
        holdings.hearPurge();
        holdings.forgetAll(Passing.SUPERSEDED);
        dropIf(change.tenant(), TenantCache::isEmpty);
      }
      case PROVIDER -> providerChanged(holdings, change);
    }
  }

  private void providerChanged(TenantCache holdings, Change change) {
    holdings.noteChange();
    Slot slot = holdings.slot(change.subject());
    if (slot == null) {
      return;
    }
    ProviderKey key = new ProviderKey(change.tenant(), change.subject());
    try {
      reread(holdings, slot, key);
    } catch (StoreException down) {
      throw down;
    } catch (RuntimeException unreadable) {
      LOG.warn("Provider {} was changed and cannot be read", key.id(), unreadable);
      holdings.retire(key.id(), Passing.SUPERSEDED); // and one such row does not stop the others
    }
  }

  private void reread(TenantCache holdings, Slot slot, ProviderKey key) {
    Optional<ProviderEntry> now = entry(key);
    if (now.isEmpty()) {
      gone(key);
    } else if (isOver(slot, now.get()) || wasRevoked(slot, key)) {
      holdings.retire(key.id(), Passing.SUPERSEDED);
    } else {
      slot.replaceEntry(now.get());
    }
  }

  @Override
  public void reread(Slot slot) {
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
    TenantCache holdings = tenants.get(slot.entry().tenant());
    if (holdings != null) {
      holdings.retire(slot.entry().id(), why);
    }
    slot.retire(why);
  }

  private Optional<ProviderEntry> entry(ProviderKey key) {
    return parts.store().providers().find(key).map(row -> ProviderEntry.of(row, parts.policy()));
  }

  private static boolean isOver(Slot slot, ProviderEntry now) {
    return !now.sharesTokensWith(slot.entry());
  }

  /** The token that is held is not the shared row's any more. */
  private boolean wasRevoked(Slot slot, ProviderKey key) {
    ReadyToken last = slot.last();
    if (last == null) {
      return false;
    }
    TokenRow row = parts.store().tokens().find(key).orElse(TokenRow.EMPTY);
    return row.token() == null || !row.token().lease().equals(last.lease());
  }

  @Override
  public void forgetAll() {
    tenants.values().forEach(holdings -> holdings.forgetAll(Passing.SUPERSEDED));
  }

  /** Tells whoever waits for a read of the store that there will be none. */
  void closeReads() {
    tenants.values().forEach(TenantCache::closeReads);
  }

  /** Gives every slot up for good: whoever waits is told that the engine is closed. */
  void close() {
    closed = true;
    tenants.values().forEach(holdings -> holdings.close(Passing.CLOSED));
  }
}
