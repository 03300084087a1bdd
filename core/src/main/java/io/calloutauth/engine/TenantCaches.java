package io.calloutauth.engine;

import io.calloutauth.engine.Clocks.Moment;
import io.calloutauth.engine.RateLimit.ProviderLimits;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.store.ProviderKey;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The caches of all tenants on this node: the only map with an entry for each tenant, and only
 * while there is something of the tenant to hold. Thread-safe.
 *
 * @param <C> what callouts carry
 */
final class TenantCaches<C> {

  private final Clocks clocks;
  private final FairExecutor readThreads;
  private final ConcurrentMap<String, TenantCache<C>> tenants = new ConcurrentHashMap<>();
  private volatile boolean closed;

  TenantCaches(Clocks clocks, FairExecutor readThreads) {
    this.clocks = clocks;
    this.readThreads = readThreads;
  }

  boolean isClosed() {
    return closed;
  }

  Clocks clocks() {
    return clocks;
  }

  Moment now() {
    return clocks.now();
  }

  /** Returns what is held of a tenant, or null for nothing. */
  @Nullable TenantCache<C> find(String tenant) {
    return tenants.get(tenant);
  }

  /** Does what may add to a tenant's cache: it is not dropped before that is done. */
  <T> CompletableFuture<T> whilePinned(
      String tenant, Function<TenantCache<C>, CompletableFuture<T>> work) {
    TenantCache<C> cache = pin(tenant);
    CompletableFuture<T> result;
    try {
      result = work.apply(cache);
    } catch (RuntimeException | Error broken) {
      cache.unpin();
      throw broken;
    }
    return result.whenComplete((done, failure) -> cache.unpin());
  }

  private TenantCache<C> pin(String tenant) {
    return tenants.compute(
        tenant,
        (name, held) -> {
          TenantCache<C> cache = held == null ? open(name) : held;
          cache.pin(); // inside the map's own lock, where caches are dropped
          return cache;
        });
  }

  /** Takes a place in one of a provider's limits, or returns how long there is none. */
  Duration take(ProviderKey key, Function<ProviderLimits, RateLimit> limit) {
    TenantCache<C> cache = pin(key.tenant());
    try {
      return limit.apply(cache.limits(key.id())).take(clocks().nanos());
    } finally {
      cache.unpin();
    }
  }

  /**
   * Forgets a notification's route, whose binding waits for a commit of the host's.
   *
   * @param providerId the provider; empty when it is bound to none now
   */
  void proposeBinding(String tenant, String notificationId, String providerId) {
    propose(
        tenant,
        cache -> {
          cache.uncommitted().addBinding(notificationId, providerId, now());
          cache.forgetRoute(notificationId);
        });
  }

  /**
   * Retires a provider's slot, whose change waits for a commit of the host's.
   *
   * @param version its version since then; 0 when it was deleted
   */
  void proposeProvider(ProviderKey key, long version) {
    propose(
        key.tenant(),
        cache -> {
          cache.uncommitted().addProvider(key.id(), version, now());
          cache.retire(key.id(), Passing.SUPERSEDED);
        });
  }

  /** Forgets everything of a tenant, whose removal waits for a commit of the host's. */
  void proposePurge(String tenant) {
    propose(
        tenant,
        cache -> {
          cache.uncommitted().addPurge(now());
          cache.forgetAll(Passing.SUPERSEDED);
        });
  }

  /** Notes a write of this node's that waits for its commit, also where nothing is held yet. */
  private void propose(String tenant, Consumer<TenantCache<C>> write) {
    TenantCache<C> cache = pin(tenant);
    try {
      write.accept(cache);
    } finally {
      cache.unpin();
    }
  }

  private TenantCache<C> open(String tenant) {
    TenantCache<C> cache = new TenantCache<>(tenant, readThreads.of(tenant));
    if (closed) {
      cache.close(Passing.CLOSED);
    }
    return cache;
  }

  Collection<TenantCache<C>> all() {
    return tenants.values();
  }

  /** Drops what is idle, and the entries of tenants that nothing is left of. */
  void sweepIdle(int most) {
    Moment now = now();
    tenants.forEach(
        (tenant, cache) -> {
          cache.sweepIdle(now, most);
          dropIf(tenant, TenantCache::isIdle);
        });
  }

  /** Drops a tenant's entry on a condition. */
  void dropIf(String tenant, Predicate<TenantCache<C>> condition) {
    tenants.computeIfPresent(tenant, (name, held) -> condition.test(held) ? null : held);
  }

  /** Drops a provider's token on this node and returns it; null when there was none. */
  @Nullable ReadyToken drop(ProviderKey key) {
    TenantCache<C> cache = tenants.get(key.tenant());
    if (cache == null) {
      return null;
    }
    Slot slot = cache.slot(key.id());
    ReadyToken token = slot == null ? null : slot.last();
    cache.retire(key.id(), Passing.SUPERSEDED);
    return token;
  }

  /** Drops what this node holds of a provider if it read another version of its row. */
  void dropUnlessRead(ProviderKey key, long version) {
    TenantCache<C> cache = tenants.get(key.tenant());
    Slot slot = cache == null ? null : cache.slot(key.id());
    if (slot != null && slot.entry().version() != version) {
      drop(key);
    }
  }

  /** Forgets everything of all tenants. */
  void forgetAll() {
    tenants.values().forEach(cache -> cache.forgetAll(Passing.SUPERSEDED));
  }

  /** Tells whoever waits for a read of the store that there will be none. */
  void closeReads() {
    tenants.values().forEach(TenantCache::closeReads);
  }

  /** Gives every slot up for good: whoever waits is told that the engine is closed. */
  void close() {
    closed = true;
    tenants.values().forEach(cache -> cache.close(Passing.CLOSED));
  }
}
