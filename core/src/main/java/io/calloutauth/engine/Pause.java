package io.calloutauth.engine;

import io.calloutauth.client.FailureClass;
import io.calloutauth.client.TokenFailure;
import org.jspecify.annotations.Nullable;

/**
 * Until when no exchange starts by itself, and because of what.
 *
 * @param until when it is over
 * @param failure the failure that is waited after, or null when the last exchange succeeded
 * @param attempts how many exchanges failed in that failure's class in a row
 */
record Pause(Moment until, @Nullable TokenFailure failure, int attempts) {

  /** Returns a wait that is over. */
  static Pause none(Moment now) {
    return new Pause(now, null, 0);
  }

  /** Returns a wait after an exchange that succeeded. */
  static Pause spacing(Moment until) {
    return new Pause(until, null, 0);
  }

  boolean isOver(Moment now) {
    return until.reached(now.nanos(), now.millis());
  }

  /** Tells whether a demand has to wait although the last exchange succeeded. */
  boolean spaces(Demand demand, Moment now) {
    return failure == null && demand != Demand.COMMAND && !isOver(now);
  }

  /** Tells whether a demand has to be turned away with the failure. */
  boolean refuses(Demand demand, Moment now) {
    return failure != null && !isOver(now) && (demand.waitsAfterFailure() || isThrottled());
  }

  private boolean isThrottled() {
    return failure != null && failure.failureClass() == FailureClass.THROTTLED;
  }

  /** Returns how many failures of a class in a row there are with one more. */
  int attemptsWith(TokenFailure next) {
    return failure == null
        ? 1
        : BackOff.attempts(next.failureClass(), failure.failureClass(), attempts);
  }
}
