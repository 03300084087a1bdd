package io.calloutauth.engine;

import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.schedule.Clocks.Moment;
import java.time.Duration;
import java.util.function.DoubleSupplier;
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

  /**
   * Returns what an edit of what failed leaves of it: no wait, unless the server throttled.
   *
   * @param past a moment that has been reached
   */
  BackOffState lifted(Moment past) {
    return failure == null || isThrottled() ? this : none(past);
  }

  boolean isOver(Moment now) {
    return until.reached(now.nanos(), now.millis());
  }

  /** Tells whether a demand has to wait although the last token request succeeded. */
  boolean spaces(Demand demand, Moment now) {
    return failure == null && demand != Demand.COMMAND && !isOver(now);
  }

  /** Returns how long a demand has to wait although the last token request succeeded. */
  Duration spacing(Demand demand, Moment now) {
    return spaces(demand, now) ? until.until(now) : Duration.ZERO;
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
    return obstacle == null || failure == null || failure.error().endsAuthorization()
        ? null
        : new RowReading.LocalFailure(failure, until.until(now));
  }

  /**
   * Says how long to wait after a failed token request. Thread-safe as far as its random source is.
   */
  static final class BackOff {

    private static final Duration TRANSIENT_FIRST = Duration.ofSeconds(1);
    private static final Duration TRANSIENT_MOST = Duration.ofSeconds(60);
    private static final Duration TRANSIENT_MOST_WHILE_USABLE = Duration.ofMinutes(5);
    private static final Duration PERMANENT_FIRST = Duration.ofMinutes(1);
    private static final Duration PERMANENT_MOST = Duration.ofMinutes(15);
    private static final Duration ASKED_MOST = Duration.ofHours(1);
    private static final double JITTER = 0.1;

    private final DoubleSupplier random;

    BackOff(DoubleSupplier random) {
      this.random = random;
    }

    /**
     * Returns how long to wait.
     *
     * @param attempts how many token requests failed in this class in a row, this one included
     * @param usableFor for how long the token that is held may still be used; zero when there is
     *     none
     */
    Duration after(TokenFailure failure, int attempts, Duration usableFor) {
      Duration asked = failure.leastWait();
      if (asked.compareTo(TRANSIENT_FIRST) < 0) { // less than that says nothing
        return ofItsClass(failure, attempts, usableFor);
      }
      boolean obeyed = isThrottled(failure) && failure.retryAfter().isPresent();
      return obeyed
          ? atLeast(asked)
          : max(atLeast(asked), ofItsClass(failure, attempts, usableFor));
    }

    private static boolean isThrottled(TokenFailure failure) {
      return failure.failureClass() == FailureClass.THROTTLED;
    }

    private Duration ofItsClass(TokenFailure failure, int attempts, Duration usableFor) {
      return switch (failure.failureClass()) {
        case PERMANENT -> doubled(PERMANENT_FIRST, attempts, PERMANENT_MOST);
        case TRANSIENT, THROTTLED -> shaken(transientWait(attempts, usableFor));
      };
    }

    /** Returns how many failures of a class in a row there are with this one. */
    static int attempts(FailureClass current, FailureClass before, int attemptsBefore) {
      return current == before ? Math.max(1, attemptsBefore + 1) : 1;
    }

    /** The longer wait ends with the token: from then on callers wait for the token request. */
    private static Duration transientWait(int attempts, Duration usableFor) {
      Duration wait = doubled(TRANSIENT_FIRST, attempts, TRANSIENT_MOST);
      Duration patient = doubled(TRANSIENT_FIRST, attempts, TRANSIENT_MOST_WHILE_USABLE);
      return max(wait, min(patient, usableFor));
    }

    private static Duration min(Duration a, Duration b) {
      return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
      return a.compareTo(b) >= 0 ? a : b;
    }

    /** At least what the server asked for: jitter only adds. */
    private Duration atLeast(Duration asked) {
      Duration wait =
          asked.plus(Duration.ofNanos((long) (asked.toNanos() * JITTER * random.getAsDouble())));
      return wait.compareTo(ASKED_MOST) > 0 ? ASKED_MOST : wait;
    }

    private Duration shaken(Duration wait) {
      return Duration.ofNanos((long) (wait.toNanos() * (0.5 + 0.5 * random.getAsDouble())));
    }

    private static Duration doubled(Duration first, int attempts, Duration most) {
      int doublings = Math.min(attempts - 1, 20);
      Duration wait = first.multipliedBy(1L << doublings);
      return wait.compareTo(most) > 0 ? most : wait;
    }
  }
}
