package io.calloutauth.engine;

import io.calloutauth.engine.TokenOutcome.Blocked;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.engine.TokenOutcome.Unroutable;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one tenant on this node, by notification for callouts and by provider for
 * administrators. Thread-safe; nothing here blocks the calling thread.
 */
public final class TenantTokens {

  /** An edit at every turn cannot keep a caller going round for ever. */
  private static final int MOST_TRIES = 5;

  private final String tenant;
  private final TenantCaches tenants;
  private final CacheLoader.Shared fills;
  private final Clocks clocks;
  private final RouteToken.Factory carrier;
  private final Executor callerThreads;

  /** A racy cache of what was held last: dropped holdings are empty, so that they are looked up. */
  private @Nullable TenantCache lastHeld;

  TenantTokens(
      String tenant, TenantCaches tenants, CacheLoader.Shared fills, Executor callerThreads) {
    this.tenant = tenant;
    this.tenants = tenants;
    this.fills = fills;
    this.callerThreads = callerThreads;
    this.clocks = fills.parts().clocks();
    this.carrier = fills.parts().carrier();
  }

  /**
   * Returns the usable token of a notification's provider if this node holds it and a callout to
   * the target may carry it: one look-up, no lock, no allocation.
   *
   * @return the token, or null: then {@link #request} is to be asked, and says why there is none
   */
  public @Nullable RouteToken held(String notificationId, URI target) {
    TenantCache holdings = lastHeld;
    Route route = holdings == null ? null : holdings.route(notificationId);
    if (route == null) {
      return null;
    }
    Slot slot = route.lastingSlot();
    if (slot == null || !slot.entry().admits(target)) {
      return null;
    }
    long nanos = clocks.nanos();
    ReadyToken token = slot.usable(nanos, clocks.millisAt(nanos));
    return token == null ? null : route.carry(token, carrier);
  }

  /**
   * Asks for a token for a callout; the outcome is {@link TokenOutcome.Routed} where there is one.
   */
  public CompletableFuture<TokenOutcome> request(String notificationId, URI target) {
    return pinned(
        holdings ->
            again(
                () ->
                    route(holdings, notificationId)
                        .thenCompose(route -> ask(route, slot -> slot.admits(target))),
                outcome -> outcome == Passing.SUPERSEDED || isGone(outcome),
                MOST_TRIES));
  }

  /** Does what may add to the tenant's holdings: they are not dropped before it is done. */
  private <T> CompletableFuture<T> pinned(Function<TenantCache, CompletableFuture<T>> work) {
    TenantCache holdings = tenants.pinned(tenant);
    lastHeld = holdings;
    CompletableFuture<T> result;
    try {
      result = work.apply(holdings);
    } catch (RuntimeException | Error broken) {
      holdings.unpin();
      throw broken;
    }
    return result.whenComplete((done, failure) -> holdings.unpin());
  }

  /** The provider went while it was asked: the binding says what became of the notification. */
  private static boolean isGone(TokenOutcome outcome) {
    return outcome instanceof Blocked blocked && blocked.reason() == Blocked.Reason.GONE;
  }

  /**
   * Asks for a usable token of a provider; the outcome is {@link TokenOutcome.Granted} where there
   * is one.
   */
  public CompletableFuture<TokenOutcome> request(String providerId) {
    return pinned(holdings -> again(() -> slot(holdings, providerId, Slot::ask)));
  }

  /**
   * Asks for a new token of a provider now; the outcome is {@link TokenOutcome.Granted} where there
   * is one.
   *
   * @param limits bounds the tenant's commands; one that joins a token request is not counted
   */
  public CompletableFuture<TokenOutcome> renew(String providerId, CommandLimits limits) {
    return pinned(
        holdings -> {
          Permit once = Permit.once(now -> holdings.limits(providerId).commands().take(now));
          return again(() -> slot(holdings, providerId, slot -> renew(slot, once, limits)));
        });
  }

  private static CompletableFuture<TokenOutcome> renew(
      Slot slot, Permit once, CommandLimits limits) {
    Permit permit = once.and(now -> slot.entry().take(limits));
    return slot.ask(Demand.COMMAND, slot.last(), permit);
  }

  /**
   * Returns what stands in the way of a provider's token requests on this node alone, or null when
   * nothing is known to.
   */
  public @Nullable LocalFailure obstruction(String providerId) {
    TenantCache holdings = tenants.find(tenant);
    Slot slot = holdings == null ? null : holdings.slot(providerId);
    return slot == null ? null : slot.obstruction();
  }

  /**
   * Takes a place among a provider's tests: 10 in a minute on this node.
   *
   * @return zero, or how long there is no place
   */
  public Duration takeTest(String providerId) {
    TenantCache holdings = tenants.pinned(tenant);
    try {
      return holdings.limits(providerId).tests().take(clocks.nanos());
    } finally {
      holdings.unpin();
    }
  }

  /**
   * Asks for a usable token of a provider for one target; the outcome is {@link
   * TokenOutcome.Granted} where there is one.
   */
  public CompletableFuture<TokenOutcome> disclose(String providerId, URI target) {
    return pinned(
        holdings ->
            again(
                () ->
                    slot(
                        holdings,
                        providerId,
                        slot -> ask(slot, entry -> entry.admits(target), Slot::ask))));
  }

  /**
   * Returns a stage that completes as another one does, on a thread where whoever depends on it may
   * block: token requests and timers must not wait for a host's code.
   */
  public <T> CompletableFuture<T> handedOver(CompletableFuture<T> stage) {
    return stage.isDone() ? stage : stage.thenApplyAsync(Function.identity(), callerThreads);
  }

  private boolean isOfHere(Route route) {
    return isOf(lastHeld, route) || isOf(tenants.find(tenant), route);
  }

  private static boolean isOf(@Nullable TenantCache holdings, Route route) {
    return holdings != null && route.isOf(holdings);
  }

  /** Hears that a receiver took a token. One that was not made here says nothing. */
  public void accepted(RouteToken used) {
    if (!isOfHere(used.route())) {
      return;
    }
    used.route().refused().accepted(used.token());
  }

  /**
   * Hears that a receiver refused a token with a 401 that another token may mend. A token that
   * another tenant or node handed out brings nothing and sends nothing.
   *
   * @return {@link TokenOutcome.Routed} with another token; whatever else: there is none to be had
   */
  public CompletableFuture<TokenOutcome> refused(RouteToken used) {
    Route route = used.route();
    if (!isOfHere(route)) {
      return CompletableFuture.completedFuture(Passing.NO_OTHER);
    }
    Slot slot = route.slot();
    if (slot == null) {
      return CompletableFuture.completedFuture(Unroutable.UNBOUND);
    }
    return switch (route.refused().refused(used.token(), Moment.now(clocks))) {
      case FINAL -> CompletableFuture.completedFuture(Passing.NO_OTHER);
      case NO_RENEWAL -> pinned(holdings -> successor(holdings, used, Permit.NEVER));
      case RENEWAL ->
          pinned(
              holdings ->
                  successor(holdings, used, holdings.limits(slot.entry().id()).suspicions()));
    };
  }

  /**
   * Where the callout went is not known here: another token is had only if it may still go to every
   * place that the one which was used could go to.
   */
  private CompletableFuture<TokenOutcome> successor(
      TenantCache holdings, RouteToken used, Permit permit) {
    Slot slot = Objects.requireNonNull(used.route().slot());
    Predicate<ProviderEntry> admitted = entry -> entry.admitsAllOf(used.origins());
    return ask(slot, admitted, asked -> asked.ask(Demand.SUSPICION, used.token(), permit))
        .thenCompose(
            outcome ->
                outcome == Passing.SUPERSEDED
                    ? afterEdit(holdings, used, admitted)
                    : CompletableFuture.completedFuture(outcome))
        .thenApply(outcome -> replaced(used, outcome));
  }

  /** The slot was given up meanwhile: its successor's token serves. */
  private CompletableFuture<TokenOutcome> afterEdit(
      TenantCache holdings, RouteToken used, Predicate<ProviderEntry> admitted) {
    return route(holdings, used.route().notificationId())
        .thenCompose(route -> ask(route, admitted))
        .thenApply(
            outcome ->
                outcome instanceof TokenOutcome.Routed routed
                    ? new TokenOutcome.Granted(routed.token().token())
                    : outcome);
  }

  private TokenOutcome replaced(RouteToken used, TokenOutcome outcome) {
    if (!(outcome instanceof TokenOutcome.Granted granted)
        || granted.token().sameBearer(used.token())) {
      return Passing.NO_OTHER;
    }
    used.route().refused().replacedBy(granted.token());
    return new TokenOutcome.Routed(used.route().carry(granted.token(), carrier));
  }

  private CompletableFuture<Route> route(TenantCache holdings, String notificationId) {
    Route route = holdings.route(notificationId);
    return route != null && !route.isOver(Moment.now(clocks))
        ? CompletableFuture.completedFuture(route)
        : new CacheLoader(holdings, tenant, fills).route(notificationId);
  }

  private CompletableFuture<TokenOutcome> ask(Route route, Predicate<ProviderEntry> admitted) {
    Slot slot = route.slot();
    if (slot == null) {
      TokenOutcome deadEnd = route.deadEnd();
      return CompletableFuture.completedFuture(deadEnd == null ? Unroutable.UNBOUND : deadEnd);
    }
    return ask(slot, admitted, Slot::ask)
        .thenApply(
            outcome ->
                outcome instanceof TokenOutcome.Granted granted
                    ? new TokenOutcome.Routed(route.carry(granted.token(), carrier))
                    : outcome);
  }

  /** Asks a slot whose provider admits something, both now and when there is a token. */
  private static CompletableFuture<TokenOutcome> ask(
      Slot slot,
      Predicate<ProviderEntry> admitted,
      Function<Slot, CompletableFuture<TokenOutcome>> question) {
    if (!admitted.test(slot.entry())) {
      return CompletableFuture.completedFuture(Unroutable.FOREIGN_ORIGIN);
    }
    return question
        .apply(slot)
        .thenApply(
            outcome ->
                outcome instanceof TokenOutcome.Granted && !admitted.test(slot.entry())
                    ? Unroutable.FOREIGN_ORIGIN
                    : outcome);
  }

  private CompletableFuture<TokenOutcome> slot(
      TenantCache holdings,
      String providerId,
      Function<Slot, CompletableFuture<TokenOutcome>> question) {
    return new CacheLoader(holdings, tenant, fills)
        .slot(providerId)
        .thenCompose(
            lookup ->
                lookup.slot() == null
                    ? CompletableFuture.completedFuture(lookup.obstacleOr(Passing.SUPERSEDED))
                    : question.apply(lookup.slot()));
  }

  private static CompletableFuture<TokenOutcome> again(
      Supplier<CompletableFuture<TokenOutcome>> question) {
    return again(question, outcome -> outcome == Passing.SUPERSEDED, MOST_TRIES);
  }

  private static CompletableFuture<TokenOutcome> again(
      Supplier<CompletableFuture<TokenOutcome>> question,
      Predicate<TokenOutcome> passing,
      int tries) {
    return question
        .get()
        .thenCompose(
            outcome ->
                passing.test(outcome) && tries > 1
                    ? again(question, passing, tries - 1)
                    : CompletableFuture.completedFuture(outcome));
  }
}
