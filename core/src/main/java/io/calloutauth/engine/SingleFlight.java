package io.calloutauth.engine;

import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.NextStep.Completion;
import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.Clocks.Moment;
import io.calloutauth.schedule.RateLimit.Permit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The single flight of one slot: however many ask for its token at once, one token request is under
 * way. Thread-safe; never blocks for longer than a few steps.
 *
 * <p>The way of one question:
 *
 * <ol>
 *   <li>A usable token answers it, unless another one is asked for.
 *   <li>A flight that is under way is joined.
 *   <li>After a failure the failure answers it, until its wait is over.
 *   <li>Else one flight starts, at once or when the spacing after the last one is over.
 * </ol>
 */
abstract class SingleFlight {

  final Clocks clocks;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile long renewalAllowedFrom;
  private volatile boolean flying;

  // Guarded by the lock.
  private BackOffState backOff;
  private @Nullable InFlightTokenRequest flight;
  private @Nullable TokenOutcome retired;

  SingleFlight(Clocks clocks) {
    this.clocks = clocks;
    this.backOff = BackOffState.none(clocks.start());
    this.renewalAllowedFrom = clocks.nanos();
  }

  /** Returns the provider that tokens are requested for. */
  abstract ProviderEntry entry();

  /** Returns the token that was published last, whatever it is good for by now. */
  abstract @Nullable ReadyToken last();

  /** Takes over a token, or null for none. Called under the lock. */
  abstract void publish(@Nullable ReadyToken token);

  /** Starts a token request, which ends in {@link #complete}. Does not block. */
  abstract void launch(InFlightTokenRequest request);

  /**
   * Requests a token: joins the token request that is under way, or starts one.
   *
   * @param unwanted the token that is not good enough, or null when any usable one is
   * @param permit says whether a flight may be started; one that is under way is joined without it
   */
  CompletableFuture<TokenOutcome> request(
      Demand demand, @Nullable ReadyToken unwanted, Permit permit) {
    InFlightTokenRequest joined;
    boolean start;
    lock.lock();
    try {
      Moment now = clocks.now();
      TokenOutcome known = answerWithoutRequest(demand, unwanted, now);
      if (known != null) {
        return CompletableFuture.completedFuture(known);
      }
      joined = flight;
      start = joined == null;
      boolean asksServer = joined == null || (demand == Demand.COMMAND && joined.isParked());
      Duration wait = asksServer ? permit.take(now.nanos()) : Duration.ZERO;
      if (!wait.isZero()) {
        return CompletableFuture.completedFuture(new TokenOutcome.TooSoon(entry().id(), wait));
      }
      if (joined == null) {
        joined = new InFlightTokenRequest(demand);
        flight = joined;
        flying = true;
      }
    } finally {
      lock.unlock();
    }
    return fly(joined, demand, start);
  }

  private CompletableFuture<TokenOutcome> fly(
      InFlightTokenRequest joined, Demand demand, boolean start) {
    if (start) {
      launch(joined);
    } else if (demand == Demand.COMMAND) {
      joined.command();
    }
    return joined.outcome();
  }

  private @Nullable TokenOutcome answerWithoutRequest(
      Demand demand, @Nullable ReadyToken unwanted, Moment now) {
    if (retired != null) {
      return retired;
    }
    if (entry().disabled()) {
      return new TokenOutcome.Blocked(entry().id(), TokenOutcome.Blocked.Reason.DISABLED);
    }
    ReadyToken held = last();
    boolean same = demand == Demand.SUSPICION && backOff.spaces(demand, now); // it would come again
    boolean mayServe = (held != unwanted || same) && demand != Demand.COMMAND;
    if (held != null && mayServe && !held.isExpired(now.nanos(), now.millis())) {
      return new TokenOutcome.Granted(held);
    }
    return flight == null ? backOff.refusal(entry().id(), demand, now) : null;
  }

  /** Starts a renewal of a token that is stale, unless one is under way or it is too soon. */
  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
  final void renew(ReadyToken stale, long nanos) {
    if (!flying && nanos - renewalAllowedFrom >= 0) {
      request(Demand.RENEWAL, stale, Permit.ALWAYS);
    }
  }

  /** Returns the wait after the last token request. */
  final BackOffState backOff() {
    lock.lock();
    try {
      return backOff;
    } finally {
      lock.unlock();
    }
  }

  final boolean isFlying() {
    return flying;
  }

  /** Tells whether a flight is still this slot's. */
  final boolean expects(InFlightTokenRequest expected) {
    lock.lock();
    try {
      return flight == expected;
    } finally {
      lock.unlock();
    }
  }

  /** Lifts the wait where the credential is another than it was in an entry before. */
  final void liftWait(ProviderEntry before) {
    lock.lock();
    try {
      settle(backOff, before);
    } finally {
      lock.unlock();
    }
  }

  private void settle(BackOffState wait, ProviderEntry asked) {
    boolean replaced = !entry().credentialVersion().equals(asked.credentialVersion());
    backOff = replaced ? wait.lifted(clocks.start()) : wait;
    renewalAllowedFrom = backOff.until().nanos();
  }

  /**
   * Ends a flight.
   *
   * @param asked the provider as it was when the flight began: an edit since then lifts the wait
   * @return false when the slot was retired meanwhile: what the flight brought is nobody's
   */
  final boolean complete(InFlightTokenRequest ended, ProviderEntry asked, Completion completion) {
    lock.lock();
    try {
      if (flight != ended) {
        return false;
      }
      flight = null;
      if (completion.published() != null) {
        publish(completion.published());
      }
      settle(completion.backOff(), asked);
      flying = false;
    } finally {
      lock.unlock();
    }
    ended.complete(completion.outcome());
    return true;
  }

  /** Gives the slot up: its token is gone, and whoever waits or asks from now on is told why. */
  final void retire(TokenOutcome why) {
    InFlightTokenRequest dropped;
    lock.lock();
    try {
      if (retired != null) {
        return;
      }
      retired = why;
      publish(null);
      dropped = flight;
      flight = null;
    } finally {
      lock.unlock();
    }
    if (dropped != null) {
      dropped.complete(why);
    }
  }

  /** Returns why the slot was given up, or null when it was not. */
  final @Nullable TokenOutcome retired() {
    lock.lock();
    try {
      return retired;
    } finally {
      lock.unlock();
    }
  }
}
