package io.calloutauth.engine;

import io.calloutauth.engine.TokenOutcome.Blocked;
import io.calloutauth.engine.TokenOutcome.CalloutOutcome;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.schedule.Clocks;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The cached tokens of one tenant on this node, by notification, for its callouts. Thread-safe;
 * nothing here blocks the calling thread.
 *
 * @param <C> what callouts carry
 */
public final class TenantTokens<C extends RouteToken> {

  private final String tenant;
  private final TenantCaches<C> tenants;
  private final CacheLoader<C> loader;
  private final TokenCarrier<C> carrier;
  private final Executor continuationThreads;
  private final Clocks clocks;

  /** A racy note of the cache used last: dropped caches are empty, so that they are looked up. */
  private @Nullable TenantCache<C> lastUsed;

  TenantTokens(
      String tenant,
      TenantCaches<C> tenants,
      CacheLoader<C> loader,
      TokenCarrier<C> carrier,
      Executor continuationThreads) {
    this.tenant = tenant;
    this.tenants = tenants;
    this.loader = loader;
    this.carrier = carrier;
    this.continuationThreads = continuationThreads;
    this.clocks = tenants.clocks();
  }

  /**
   * Returns the usable token of a notification's provider if this node holds it and a callout to
   * the target may carry it: one look-up, no lock, no allocation.
   *
   * @return what the callout carries, or null: then {@link #request} is to be asked, and says why
   */
  public @Nullable C findHeld(String notificationId, URI target) {
    TenantCache<C> cache = lastUsed;
    Route<C> route = cache == null ? null : cache.route(notificationId);
    if (cache == null || route == null) {
      return null;
    }
    Slot slot = route.lastingSlot();
    if (slot == null || !slot.entry().admits(target)) {
      return null;
    }
    if (!route.isConfirmed()) {
      loader.confirm(cache, route);
    }
    long nanos = clocks.nanos();
    ReadyToken token = slot.usable(nanos, clocks.millisAt(nanos));
    return token == null ? null : carrier.carry(route, token);
  }

  /** Asks for a token for a callout. */
  public CompletableFuture<CalloutOutcome<C>> request(String notificationId, URI target) {
    return tenants.askWhilePassing(
        tenant,
        cache -> {
          lastUsed = cache;
          return loader
              .loadRoute(cache, notificationId)
              .thenCompose(route -> carrier.request(route, entry -> entry.admits(target)));
        },
        outcome -> isPassing(outcome.obstacle()));
  }

  /** Where the provider is gone, the binding says what became of the notification. */
  private static boolean isPassing(@Nullable TokenOutcome obstacle) {
    return obstacle == Passing.SUPERSEDED
        || (obstacle instanceof Blocked blocked && blocked.reason() == Blocked.Reason.GONE);
  }

  private <T> CompletableFuture<T> whilePinned(
      Function<TenantCache<C>, CompletableFuture<T>> work) {
    return tenants.whilePinned(
        tenant,
        cache -> {
          lastUsed = cache;
          return work.apply(cache);
        });
  }

  /** Notes that a receiver took a token. One that was not handed out here says nothing. */
  public void accept(C used) {
    if (isOfHere(used.route())) {
      used.route().accept(used.token());
    }
  }

  /**
   * Notes that a receiver refused a token with a 401 that another token may mend, and asks for
   * another one. A token that another tenant or node handed out brings nothing and sends nothing.
   *
   * @return what the callout carries when it is sent once more; no credentials: none are to be had
   */
  public CompletableFuture<CalloutOutcome<C>> refuse(C used) {
    return isOfHere(used.route())
        ? whilePinned(cache -> new SuccessorTokens<>(tenants, loader, carrier).find(cache, used))
        : CompletableFuture.completedFuture(CalloutOutcome.none(Passing.NO_OTHER));
  }

  /** Notes that a receiver refused the token of a second attempt too: it brings no third. */
  public void refuseAgain(C used) {
    TenantCache<C> cache = tenants.find(tenant);
    if (cache != null && isOfHere(used.route())) {
      new SuccessorTokens<>(tenants, loader, carrier).refuseAgain(cache, used);
    }
  }

  /** Tells whether this tenant of this node handed out what a callout carried. */
  public boolean isOfHere(C used) {
    return isOfHere(used.route());
  }

  private boolean isOfHere(Route<?> route) {
    return isOf(lastUsed, route) || isOf(tenants.find(tenant), route);
  }

  private static boolean isOf(@Nullable TenantCache<?> cache, Route<?> route) {
    return cache != null && route.isOf(cache);
  }

  /**
   * Returns a stage that completes as another one does, on a thread where whoever depends on it may
   * block: token requests and timers must not wait for a host's code.
   */
  public <T> CompletableFuture<T> handOver(CompletableFuture<T> stage) {
    return stage.isDone() ? stage : stage.thenApplyAsync(Function.identity(), this::handOver);
  }

  private void handOver(Runnable completion) {
    try {
      continuationThreads.execute(completion);
    } catch (RuntimeException | Error closedOrNoThread) {
      completion.run(); // nobody waits for this thread any more, or there is no other
    }
  }
}
