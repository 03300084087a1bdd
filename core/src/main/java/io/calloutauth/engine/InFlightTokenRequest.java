package io.calloutauth.engine;

import io.calloutauth.schedule.Clocks.Moment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One token request on its way, with all who wait for it. A waiter that gives up neither cancels
 * nor loses it.
 */
final class InFlightTokenRequest {

  private volatile Demand demand;
  private final CompletableFuture<TokenOutcome> outcome = new CompletableFuture<>();
  private final AtomicReference<@Nullable Runnable> parked = new AtomicReference<>();

  InFlightTokenRequest(Demand demand) {
    this.demand = demand;
  }

  Demand demand() {
    return demand;
  }

  /** Returns the outcome to wait for; whoever completes or cancels it only harms itself. */
  CompletableFuture<TokenOutcome> outcome() {
    return outcome.copy();
  }

  /** Notes how the flight goes on when its wait is over. */
  void park(Runnable goOn) {
    parked.set(goOn);
  }

  /** Lets the flight go on if it is parked. */
  void hasten() {
    Runnable goOn = parked.getAndSet(null);
    if (goOn != null) {
      goOn.run();
    }
  }

  boolean isParked() {
    return parked.get() != null;
  }

  /** An administrator joined: what the flight waits for holds it no longer. */
  void command() {
    Runnable goOn = parked.getAndSet(null);
    if (goOn != null) {
      demand = Demand.COMMAND;
      goOn.run();
    }
  }

  /** Has something done once it is complete. */
  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
  void onCompletion(Runnable step) {
    outcome.whenComplete((result, failure) -> step.run());
  }

  void complete(TokenOutcome result) {
    outcome.complete(result);
  }

  /** Why a token is asked for, and so what a token request may be skipped for. */
  enum Demand {
    /** A callout needs a usable token: any will do. */
    USE,
    /** The token is stale: a later one is wanted, nobody waits. */
    RENEWAL,
    /** The refresh token stayed unused for long: it is to be used, nobody waits. */
    KEEP_ALIVE,
    /** A receiver refused the token: another one is wanted. */
    SUSPICION,
    /** An administrator wants a new token now, whatever is held and whatever failed before. */
    COMMAND;

    /** Returns whether the wait after a failure holds for it. */
    boolean waitsAfterFailure() {
      return this != COMMAND;
    }
  }

  /**
   * The polling interval of one token request: when it looks at the shared row again while another
   * node has the lease, and when it gives up. Used by one thread at a time.
   */
  static final class LookTimes {

    private static final Duration FIRST = Duration.ofSeconds(1);

    private final DoubleSupplier random;
    private final Moment giveUp;
    private int looks;

    /**
     * Starts to count.
     *
     * @param start when it may look first
     * @param longest how long a token request may take here, after one on the node that has the
     *     lease
     */
    LookTimes(Moment start, Duration longest, DoubleSupplier random) {
      this.random = random;
      this.giveUp = start.plus(longest);
    }

    boolean isOver(Moment now) {
      return giveUp.reached(now.nanos(), now.millis());
    }

    /** After 1, 2 and then 4 seconds, each a little earlier on some nodes: each look is a read. */
    Duration next() {
      Duration most = FIRST.multipliedBy(1L << Math.min(looks++, 2));
      return share(most, 1 - random.getAsDouble() / 4);
    }

    /** Returns a delay with up to half of it added, so that not all nodes look at once. */
    Duration jitter(Duration delay) {
      return share(delay, 1 + random.getAsDouble() / 2);
    }

    private static Duration share(Duration whole, double share) {
      return Duration.ofNanos((long) (whole.toNanos() * share));
    }
  }
}
