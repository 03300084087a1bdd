package io.calloutauth.engine;

import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenFailure;
import org.jspecify.annotations.Nullable;

/**
 * Until when no token request starts by itself, and because of what.
 *
 * @param until when it is over
 * @param failure the failure that is waited after, or null when the last token request succeeded
 * @param attempts how many token requests failed in that failure's class in a row
 * @param obstacle what stands in the way on this node alone and is told instead of the failure, or
 *     null when a server was asked
 */
record BackOffState(
    Moment until, @Nullable TokenFailure failure, int attempts, @Nullable TokenOutcome obstacle) {

  /**
   * Returns a wait that is over.
   *
   * @param past a moment that has been reached
   */
  static BackOffState none(Moment past) {
    return spacing(past);
  }

  /** Returns a wait after a token request that succeeded. */
  static BackOffState spacing(Moment until) {
    return new BackOffState(until, null, 0, null);
  }

  /** Returns a wait after a token request that failed. */
  static BackOffState failed(Moment until, TokenFailure failure, int attempts) {
    return new BackOffState(until, failure, attempts, null);
  }

  boolean isOver(Moment now) {
    return until.reached(now.nanos(), now.millis());
  }

  /** Tells whether a demand has to wait although the last token request succeeded. */
  boolean spaces(Demand demand, Moment now) {
    return failure == null && demand != Demand.COMMAND && !isOver(now);
  }

  /** Returns what a demand is turned away with, or null when a token request may start. */
  @Nullable TokenOutcome refusal(String providerId, Demand demand, Moment now) {
    boolean holds = demand.waitsAfterFailure() || isThrottled();
    if (failure == null || isOver(now) || !holds) {
      return null;
    }
    return obstacle == null
        ? new TokenOutcome.Failed(providerId, failure, until.until(now))
        : obstacle;
  }

  private boolean isThrottled() {
    return failure != null && failure.failureClass() == FailureClass.THROTTLED;
  }

  /** Returns how many failures of a class in a row there are with one more. */
  int attemptsWith(TokenFailure next) {
    return failure == null || obstacle != null
        ? 1
        : BackOff.attempts(next.failureClass(), failure.failureClass(), attempts);
  }

  /** Returns how often in a row something stood in the way with one more time. */
  int obstaclesWithOneMore() {
    return obstacle == null ? 1 : attempts + 1;
  }

  /** Returns what stands in the way of token requests on this node, or null when nothing does. */
  RowReading.@Nullable LocalFailure localFailure(Moment now) {
    return obstacle == null || failure == null
        ? null
        : new RowReading.LocalFailure(failure, until.until(now));
  }
}
