package io.calloutauth.store;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token request leaves in its provider's token row.
 *
 * @param token the token to keep in place of the one before, or null to leave that one as it is
 * @param failure the failure to keep, or null to clear it
 * @param pause how long no node should start another token request
 */
public record TokenRequestOutcome(
    TokenRequestOutcome.@Nullable Token token,
    TokenRequestOutcome.@Nullable Failure failure,
    Duration pause) {

  /**
   * A token to keep.
   *
   * @param sealed the sealed token
   * @param lifetime how long it lives, counted from when the lease was taken
   * @param scope the scope granted, separated by spaces; empty when none is known
   * @param warnings what was odd about the response that brought it
   */
  public record Token(Sealed sealed, Duration lifetime, String scope, Set<String> warnings) {

    /** Copies the set. */
    public Token {
      warnings = Set.copyOf(warnings);
    }
  }

  /**
   * A failure to keep; see {@link StoredFailure}. The store keeps since when: from the first
   * failure after a success.
   *
   * @param failure what failed, in the form that core reads back
   * @param attempts how many token requests failed in a row, as core counts
   */
  public record Failure(String failure, int attempts) {}

  /** Returns the outcome of a token request that brought a token to keep. */
  public static TokenRequestOutcome kept(Token token, Duration pause) {
    return new TokenRequestOutcome(token, null, pause);
  }

  /** Returns the outcome of a token request that brought a token which is not to be kept. */
  public static TokenRequestOutcome spent(Duration pause) {
    return new TokenRequestOutcome(null, null, pause);
  }

  /** Returns the outcome of a token request that failed. */
  public static TokenRequestOutcome failed(Failure failure, Duration pause) {
    return new TokenRequestOutcome(null, failure, pause);
  }
}
