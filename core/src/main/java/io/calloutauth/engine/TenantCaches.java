package io.calloutauth.engine;

import io.calloutauth.admission.ProviderLimits;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.schedule.RateLimit;
import io.calloutauth.store.ProviderKey;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The caches of all tenants on this node: the only map with an entry for each tenant, and only
 * while there is something of the tenant to hold. Whoever adds something pins the tenant's cache
 * meanwhile: one that is idle and not pinned is dropped. Thread-safe.
 *
 * @param <C> what callouts carry
 */
final class TenantCaches<C> {

  /** An edit at every turn cannot keep a caller going round for ever. */
  private static final int MOST_TRIES = 5;

  /** One tenant's cache, and what keeps it. */
  private static final class Held<C> {

    private final TenantCache<C> cache;
    private final AtomicInteger pins = new AtomicInteger();
    private volatile @Nullable Object attachment;

    Held(TenantCache<C> cache) {
      this.cache = cache;
    }
  }

  private final Clocks clocks;
  private final int most;
  private final CacheEviction eviction;
  private final ConcurrentMap<String, Held<C>> tenants = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * Makes empty caches.
   *
   * @param most how many slots they hold in all
   */
  TenantCaches(Clocks clocks, int most) {
    this.clocks = clocks;
    this.most = most;
    this.eviction = new CacheEviction(this::all, clocks, most);
  }

  Clocks clocks() {
    return clocks;
  }

  Moment now() {
    return clocks.now();
  }

  /** Returns what is held of a tenant, or null for nothing. */
  @Nullable TenantCache<C> find(String tenant) {
    Held<C> held = tenants.get(tenant);
    return held == null ? null : held.cache;
  }

  /** Returns what was attached to a tenant, to be found while its cache is there; null for none. */
  @Nullable Object attachment(String tenant) {
    Held<C> held = tenants.get(tenant);
    return held == null ? null : held.attachment;
  }

  void attach(String tenant, Object object) {
    Held<C> held = tenants.get(tenant);
    if (held != null) {
      held.attachment = object;
    }
  }

  /**
   * Asks what may add to a tenant's cache, and asks again while the outcome passes, because an edit
   * came between; the last outcome counts, whatever it is.
   */
  <T> CompletableFuture<T> askWhilePassing(
      String tenant,
      Function<TenantCache<C>, CompletableFuture<T>> question,
      Predicate<T> passing) {
    return whilePinned(
        tenant, cache -> askWhilePassing(() -> question.apply(cache), passing, MOST_TRIES));
  }

  private static <T> CompletableFuture<T> askWhilePassing(
      Supplier<CompletableFuture<T>> question, Predicate<T> passing, int tries) {
    return question
        .get()
        .thenCompose(
            outcome ->
                passing.test(outcome) && tries > 1
                    ? askWhilePassing(question, passing, tries - 1)
                    : CompletableFuture.completedFuture(outcome));
  }

  /** Does what may add to a tenant's cache: it is not dropped before that is done. */
  <T> CompletableFuture<T> whilePinned(
      String tenant, Function<TenantCache<C>, CompletableFuture<T>> work) {
    Held<C> held = pin(tenant);
    CompletableFuture<T> result;
    try {
      result = work.apply(held.cache);
    } catch (RuntimeException | Error broken) {
      held.pins.decrementAndGet();
      throw broken;
    }
    return result.whenComplete((done, failure) -> held.pins.decrementAndGet());
  }

  /** Does at once what may add to a tenant's cache. */
  <T> T pinned(String tenant, Function<TenantCache<C>, T> work) {
    Held<C> held = pin(tenant);
    try {
      return work.apply(held.cache);
    } finally {
      held.pins.decrementAndGet();
    }
  }

  private Held<C> pin(String tenant) {
    return tenants.compute(
        tenant,
        (name, known) -> {
          Held<C> held = known == null ? new Held<>(open(name)) : known;
          held.pins.incrementAndGet(); // inside the map's own lock, where caches are dropped
          return held;
        });
  }

  /** Takes a place in one of a provider's limits, or returns how long there is none. */
  Duration take(ProviderKey key, Function<ProviderLimits, RateLimit> limit) {
    return pinned(key.tenant(), cache -> limit.apply(cache.limits(key.id())).take(clocks.nanos()));
  }

  private TenantCache<C> open(String tenant) {
    TenantCache<C> cache = new TenantCache<>(tenant);
    if (closed) {
      cache.close(Passing.CLOSED);
    }
    return cache;
  }

  Collection<TenantCache<C>> all() {
    return tenants.values().stream().map(held -> held.cache).toList();
  }

  /** Notes that something was added to a cache: what is used least may have to make room. */
  void noteAddition() {
    eviction.noteAddition();
  }

  /** Drops what is idle, and the entries of tenants that nothing is left of. */
  void sweepIdle() {
    Moment now = now();
    for (TenantCache<C> cache : all()) {
      cache.sweepIdle(now, most);
      dropIf(cache.tenant(), TenantCache::isIdle);
    }
  }

  /** Drops a tenant's entry on a condition, unless it is pinned. */
  void dropIf(String tenant, Predicate<TenantCache<C>> condition) {
    tenants.computeIfPresent(
        tenant, (name, held) -> held.pins.get() == 0 && condition.test(held.cache) ? null : held);
  }

  /** Drops a provider's token on this node and returns it; null when there was none. */
  @Nullable ReadyToken drop(ProviderKey key) {
    TenantCache<C> cache = find(key.tenant());
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
    TenantCache<C> cache = find(key.tenant());
    Slot slot = cache == null ? null : cache.slot(key.id());
    if (slot != null && slot.entry().version() != version) {
      drop(key);
    }
  }

  /** Forgets everything of all tenants. */
  void forgetAll() {
    all().forEach(cache -> cache.forgetAll(Passing.SUPERSEDED));
  }

  /** Gives every slot up for good: whoever waits is told that the engine is closed. */
  void close() {
    closed = true;
    all().forEach(cache -> cache.close(Passing.CLOSED));
  }
}
