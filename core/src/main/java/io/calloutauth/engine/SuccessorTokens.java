package io.calloutauth.engine;

import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.TokenOutcome.CalloutOutcome;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.schedule.RateLimit;
import io.calloutauth.schedule.RateLimit.Permit;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Finds another token for a callout whose receiver refused the one it carried with a 401. A token
 * that another tenant or node handed out brings nothing and sends nothing. Thread-safe.
 *
 * <p>Credentials are older than their 401. So the binding decides anew, before another token is
 * asked for and when it is there: only a notification that is still bound to the provider whose
 * token was refused gets that provider's next one.
 *
 * @param <C> what callouts carry
 * @param tenants the caches
 * @param loader reads what they do not hold
 * @param carrier puts tokens on routes
 */
record SuccessorTokens<C extends RouteToken>(
    TenantCaches<C> tenants, CacheLoader<C> loader, TokenCarrier<C> carrier) {

  /** Finds another token in the tenant whose callout was refused. */
  CompletableFuture<CalloutOutcome<C>> find(TenantCache<C> cache, C used) {
    return whileBound(cache, used, route -> find(cache, route, used));
  }

  private CompletableFuture<CalloutOutcome<C>> whileBound(
      TenantCache<C> cache, C used, Function<Route<C>, CompletableFuture<CalloutOutcome<C>>> work) {
    return loader
        .loadRoute(cache, used.notificationId())
        .thenCompose(
            route ->
                isBound(route, used)
                    ? work.apply(route)
                    : CompletableFuture.completedFuture(CalloutOutcome.none(Passing.REBOUND)));
  }

  private static boolean isBound(Route<?> route, RouteToken used) {
    return route.slot() != null && route.slot().entry().id().equals(used.providerId());
  }

  private CompletableFuture<CalloutOutcome<C>> find(TenantCache<C> cache, Route<C> route, C used) {
    boolean renewal = route.refused().refused(used.token(), tenants.now());
    RateLimit limit = cache.limits(used.providerId()).suspicions();
    ForcedRenewal forced = new ForcedRenewal(limit);
    return find(cache, route, used, asked -> request(asked, used, renewal ? forced : Permit.NEVER))
        .thenCompose(outcome -> replace(cache, used, forced.settle(outcome)))
        .thenApply(outcome -> note(route, limit, outcome));
  }

  /** Notes it where there is no other token. */
  private CalloutOutcome<C> note(Route<?> route, RateLimit limit, CalloutOutcome<C> outcome) {
    if (outcome.obstacle() != null && outcome.obstacle() != Passing.REBOUND) {
      Moment now = tenants.now();
      route.noteRefusal(now, limit.left(now.nanos(), 1), outcome.obstacle());
    }
    return outcome;
  }

  /** Notes that a receiver refused the other token as well. */
  void refuseAgain(TenantCache<C> cache, C used) {
    Route<C> route = cache.route(used.notificationId());
    if (route != null && isBound(route, used)) {
      Moment now = tenants.now();
      route.refused().refused(used.token(), now);
      RateLimit limit = cache.limits(used.providerId()).suspicions();
      route.noteRefusal(now, limit.left(now.nanos(), 1), null);
    }
  }

  private CompletableFuture<TokenOutcome> request(Slot slot, C used, Permit permit) {
    return slot.request(Demand.SUSPICION, used.token(), permit);
  }

  /**
   * Where the callout went is not known here: another token is had only if it may still go to every
   * place that the one which was used could go to.
   */
  private CompletableFuture<TokenOutcome> find(
      TenantCache<C> cache,
      Route<C> route,
      C used,
      Function<Slot, CompletableFuture<TokenOutcome>> question) {
    Predicate<ProviderEntry> admitted = entry -> entry.admitsAllOf(used.origins());
    if (route.slot() != used.route().slot()) {
      return outcome(carrier.request(route, admitted));
    }
    return Objects.requireNonNull(route.slot())
        .askIfAdmitted(admitted, question)
        .thenCompose(
            outcome ->
                outcome == Passing.SUPERSEDED
                    ? afterEdit(cache, used, admitted)
                    : CompletableFuture.completedFuture(outcome));
  }

  /** The slot was given up meanwhile: its successor's token serves. */
  private CompletableFuture<TokenOutcome> afterEdit(
      TenantCache<C> cache, C used, Predicate<ProviderEntry> admitted) {
    return outcome(whileBound(cache, used, route -> carrier.request(route, admitted)));
  }

  private CompletableFuture<TokenOutcome> outcome(CompletableFuture<CalloutOutcome<C>> asked) {
    return asked.thenApply(
        outcome ->
            outcome.credentials() == null
                ? Objects.requireNonNull(outcome.obstacle())
                : new TokenOutcome.Granted(outcome.credentials().token()));
  }

  private CompletableFuture<CalloutOutcome<C>> replace(
      TenantCache<C> cache, C used, TokenOutcome outcome) {
    if (!(outcome instanceof TokenOutcome.Granted granted)) {
      boolean told = outcome instanceof TokenOutcome.Failed || outcome == Passing.REBOUND;
      return CompletableFuture.completedFuture(
          CalloutOutcome.none(told ? outcome : Passing.NO_OTHER));
    }
    return granted.token().sameBearer(used.token())
        ? CompletableFuture.completedFuture(CalloutOutcome.none(Passing.NO_OTHER))
        : whileBound(
            cache, used, route -> CompletableFuture.completedFuture(carry(route, granted.token())));
  }

  private CalloutOutcome<C> carry(Route<C> route, ReadyToken token) {
    route.refused().replacedBy(token);
    return CalloutOutcome.of(carrier.create(route, token));
  }

  /**
   * The permit of a renewal that a receiver's 401 forces, out of a rate limiter. A renewal that
   * fails is not counted: the wait after it is the back-off alone. Thread-safe.
   */
  static final class ForcedRenewal implements Permit {

    private final RateLimit limit;
    private volatile boolean taken;

    ForcedRenewal(RateLimit limit) {
      this.limit = limit;
    }

    @Override
    public Duration take(long nowNanos) {
      Duration wait = limit.take(nowNanos);
      taken |= wait.isZero();
      return wait;
    }

    /** Gives the place back that a renewal took which failed; returns what it came to. */
    TokenOutcome settle(TokenOutcome outcome) {
      if (taken && outcome instanceof TokenOutcome.Failed) {
        taken = false;
        limit.giveBack();
      }
      return outcome;
    }
  }
}
