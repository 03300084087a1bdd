package io.calloutauth.engine;

import io.calloutauth.engine.TokenOutcome.Blocked;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRow;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this node holds of each tenant, kept true as changes are heard of. Thread-safe. */
final class Tenants implements ChangeWatch.Reaction {

  private static final Logger LOG = LoggerFactory.getLogger(Tenants.class);

  private final EngineParts parts;
  private final ConcurrentMap<String, Holdings> tenants = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Tenants(EngineParts parts) {
    this.parts = parts;
  }

  Holdings holdings(String tenant) {
    return tenants.computeIfAbsent(tenant, name -> open());
  }

  private Holdings open() {
    Holdings holdings = new Holdings();
    if (closed) {
      holdings.close(Passing.CLOSED);
    }
    return holdings;
  }

  Collection<Holdings> all() {
    return tenants.values();
  }

  /** Drops a provider's token on this node and returns it; null when there was none. */
  @Nullable ReadyToken drop(ProviderKey key) {
    Holdings holdings = holdings(key.tenant());
    Slot slot = holdings.slot(key.id());
    ReadyToken token = slot == null ? null : slot.last();
    holdings.retire(key.id(), Passing.SUPERSEDED);
    return token;
  }

  /** Forgets a provider that is no more: whoever waits for its token is told so. */
  void gone(ProviderKey key) {
    holdings(key.tenant()).forgetProvider(key.id(), new Blocked(key.id(), Blocked.Reason.GONE));
  }

  @Override
  public void changed(Change change) {
    Holdings holdings = tenants.get(change.tenant());
    if (holdings == null) {
      return;
    }
    switch (change.kind()) {
      case BINDING -> holdings.forgetRoute(change.subject());
      case TENANT -> holdings.forgetAll(Passing.SUPERSEDED);
      case PROVIDER -> providerChanged(holdings, change);
    }
  }

  private void providerChanged(Holdings holdings, Change change) {
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

  private void reread(Holdings holdings, Slot slot, ProviderKey key) {
    Optional<ProviderRow> row = parts.store().providers().find(key);
    if (row.isEmpty()) {
      gone(key);
      return;
    }
    ProviderEntry now = ProviderEntry.of(row.get(), parts.policy());
    if (now.epoch() != slot.entry().epoch() || wasRevoked(slot, key)) {
      holdings.retire(key.id(), Passing.SUPERSEDED);
    } else {
      slot.replaceEntry(now);
    }
  }

  /** The token that is held is not the shared row's any more. */
  private boolean wasRevoked(Slot slot, ProviderKey key) {
    ReadyToken last = slot.last();
    if (last == null) {
      return false;
    }
    TokenRow row = parts.store().tokens().find(key).orElse(TokenRow.EMPTY);
    return row.token() == null || row.token().lease().fence() != last.fence();
  }

  @Override
  public void forgetAll() {
    tenants.values().forEach(holdings -> holdings.forgetAll(Passing.SUPERSEDED));
  }

  /** Gives every slot up for good: whoever waits is told that the engine is closed. */
  void close() {
    closed = true;
    tenants.values().forEach(holdings -> holdings.close(Passing.CLOSED));
  }
}
