package io.calloutauth.engine;

import io.calloutauth.endpoint.Origins;
import io.calloutauth.engine.TokenOutcome.CalloutOutcome;
import io.calloutauth.engine.TokenOutcome.Unroutable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Puts a slot's token on the routes that lead to it, in the form that the front's callouts carry.
 * Thread-safe.
 *
 * @param <C> what callouts carry
 * @param factory makes it
 */
record TokenCarrier<C extends RouteToken>(Function<RouteToken.Seed, C> factory) {

  /**
   * Returns a token as callouts of a route's notification carry it: the same object for the slot's
   * token until an edit.
   */
  C carry(Route<C> route, ReadyToken token) {
    C held = route.latest();
    if (held != null && held.token() == token && held.origins().equals(origins(route))) {
      return held;
    }
    C created = create(route, token);
    if (route.slot() != null) {
      route.slot().carried().cache(route, token, created);
    }
    return created;
  }

  /** Returns a token as one callout carries it alone. */
  C create(Route<?> route, ReadyToken token) {
    return factory.apply(new RouteToken.Seed(route, token, origins(route)));
  }

  private static Origins origins(Route<?> route) {
    return route.slot() == null ? Origins.NONE : route.slot().entry().origins();
  }

  /** Requests a usable token at a route's end, whose provider admits something. */
  CompletableFuture<CalloutOutcome<C>> request(Route<C> route, Predicate<ProviderEntry> admitted) {
    Slot slot = route.slot();
    if (slot == null) {
      TokenOutcome deadEnd = route.deadEnd();
      return CompletableFuture.completedFuture(
          CalloutOutcome.none(deadEnd == null ? Unroutable.UNBOUND : deadEnd));
    }
    return slot.askIfAdmitted(admitted, Slot::request)
        .thenApply(outcome -> outcomeOn(route, outcome));
  }

  private CalloutOutcome<C> outcomeOn(Route<C> route, TokenOutcome outcome) {
    return outcome instanceof TokenOutcome.Granted granted
        ? CalloutOutcome.of(carry(route, granted.token()))
        : CalloutOutcome.none(outcome);
  }
}
