package io.calloutauth.engine;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One exchange on its way, with all who wait for it. A waiter that gives up neither cancels nor
 * loses it.
 */
final class Flight {

  private final Demand demand;
  private final @Nullable ReadyToken refused;
  private final CompletableFuture<TokenOutcome> outcome = new CompletableFuture<>();

  /**
   * Makes a flight.
   *
   * @param refused the token that is not good enough, or null when there is none
   */
  Flight(Demand demand, @Nullable ReadyToken refused) {
    this.demand = demand;
    this.refused = refused;
  }

  Demand demand() {
    return demand;
  }

  @Nullable ReadyToken refused() {
    return refused;
  }

  /** Returns the outcome to wait for; whoever completes or cancels it only harms itself. */
  CompletableFuture<TokenOutcome> outcome() {
    return outcome.copy();
  }

  void land(TokenOutcome landed) {
    outcome.complete(landed);
  }
}
