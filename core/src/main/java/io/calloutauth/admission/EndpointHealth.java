package io.calloutauth.admission;

import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of how long a token endpoint keeps a place, by the last token request with it. The
 * better it is, the more of all places a token request may take: so endpoints that hang leave
 * places for those that nothing is known of, and both leave places for those that answer.
 */
public enum EndpointHealth {
  /** It answered, whatever it said, or another node has a token from it. */
  PROMPT(64),
  /**
   * There was no token request yet. Many may hang: only a few start at once, and then they take
   * turns.
   */
  UNKNOWN(48),
  /** It could not be reached, or took most of the time that a token request has. */
  SLOW(16);

  private final int most;

  EndpointHealth(int most) {
    this.most = most;
  }

  /** Returns how many token requests of this health or a worse one may run at once. */
  int most() {
    return most;
  }

  /**
   * Returns the health after a token request.
   *
   * @param took how long it took
   * @param given how long it could have taken; waiting for a place leaves less than the deadline
   * @param deadline of a whole token request
   */
  public EndpointHealth after(
      TokenResult response, Duration took, Duration given, Duration deadline) {
    Duration half = deadline.dividedBy(2);
    if (took.compareTo(half) > 0) {
      return SLOW;
    }
    TokenError error = response instanceof TokenFailure failure ? failure.error() : null;
    // Who had little time left says nothing about the server by running out of it.
    boolean ranOut = error == TokenError.UNREACHABLE && took.compareTo(given) >= 0;
    boolean hasty = ranOut && given.compareTo(half) < 0;
    return hasty || error == TokenError.NODE_FAULT ? this : of(error);
  }

  /**
   * Returns the health that the shared row tells of.
   *
   * @param failure the last one, or null when the last token request brought a token
   */
  public static EndpointHealth of(@Nullable TokenFailure failure) {
    return of(failure == null ? null : failure.error());
  }

  private static EndpointHealth of(@Nullable TokenError error) {
    if (error == TokenError.NODE_FAULT) {
      return UNKNOWN;
    }
    return error == TokenError.UNREACHABLE ? SLOW : PROMPT;
  }
}
