package io.calloutauth.engine;

import io.calloutauth.client.TokenError;
import io.calloutauth.client.TokenFailure;
import io.calloutauth.client.TokenResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of how long a token endpoint keeps a place, by the last exchange with it. The
 * better it is, the more of all places an exchange may take: so endpoints that hang leave places
 * for those that nothing is known of, and both leave places for those that answer.
 */
enum Standing {
  /** It answered, whatever it said, or another node has a token from it. */
  PROMPT(64),
  /**
   * There was no exchange yet. Many may hang: only a few start at once, and then they take turns.
   */
  UNKNOWN(48),
  /** It could not be reached, or took most of the time that an exchange has. */
  SLOW(16);

  private final int most;

  Standing(int most) {
    this.most = most;
  }

  /** Returns how many exchanges of this standing or a worse one may run at once. */
  int most() {
    return most;
  }

  /**
   * Returns the standing after an exchange.
   *
   * @param took how long it took
   * @param given how long it could have taken; waiting for a place leaves less than the deadline
   * @param deadline of a whole exchange
   */
  Standing after(TokenResult answer, Duration took, Duration given, Duration deadline) {
    Duration half = deadline.dividedBy(2);
    if (took.compareTo(half) > 0) {
      return SLOW;
    }
    TokenError error = answer instanceof TokenFailure failure ? failure.error() : null;
    // Who had little time left says nothing about the server by running out of it.
    boolean ranOut = error == TokenError.UNREACHABLE && took.compareTo(given) >= 0;
    boolean hasty = ranOut && given.compareTo(half) < 0;
    return hasty || error == TokenError.NODE_FAULT ? this : told(error);
  }

  /**
   * Returns the standing that the shared row tells of.
   *
   * @param failure the last one, or null when the last exchange brought a token
   */
  static Standing told(@Nullable TokenFailure failure) {
    return told(failure == null ? null : failure.error());
  }

  private static Standing told(@Nullable TokenError error) {
    if (error == TokenError.NODE_FAULT) {
      return UNKNOWN;
    }
    return error == TokenError.UNREACHABLE ? SLOW : PROMPT;
  }
}
