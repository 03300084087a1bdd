package io.calloutauth.store;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a token request leaves in its provider's token row, all of it written together. Immutable
 * and thread-safe.
 */
public final class TokenRequestOutcome {

  private final @Nullable TokenContent token;
  private final @Nullable Failure failure;
  private final Duration pause;

  private TokenRequestOutcome(
      @Nullable TokenContent token, @Nullable Failure failure, Duration pause) {
    this.token = token;
    this.failure = failure;
    this.pause = Objects.requireNonNull(pause, "pause");
  }

  /**
   * A failure to keep; see {@link StoredFailure}. The store keeps since when: from the first
   * failure after a success.
   *
   * @param failure what failed, in the form that core reads back
   * @param attempts how many token requests failed in a row, as core counts
   */
  public record Failure(String failure, int attempts) {}

  /**
   * Returns the outcome of a token request that brought a token to keep.
   *
   * @param pause how long no node should start another token request
   */
  public static TokenRequestOutcome kept(TokenContent token, Duration pause) {
    return new TokenRequestOutcome(Objects.requireNonNull(token, "token"), null, pause);
  }

  /**
   * Returns the outcome of a token request that brought a token which is not to be kept.
   *
   * @param pause how long no node should start another token request
   */
  public static TokenRequestOutcome spent(Duration pause) {
    return new TokenRequestOutcome(null, null, pause);
  }

  /**
   * Returns the outcome of a token request that failed.
   *
   * @param pause how long no node should start another token request
   */
  public static TokenRequestOutcome failed(Failure failure, Duration pause) {
    return new TokenRequestOutcome(null, Objects.requireNonNull(failure, "failure"), pause);
  }

  /** Returns the token to keep in place of the one before, or null to leave that one as it is. */
  public @Nullable TokenContent token() {
    return token;
  }

  /** Returns the failure to keep, or null to clear it. */
  public @Nullable Failure failure() {
    return failure;
  }

  /** Returns how long no node should start another token request. */
  public Duration pause() {
    return pause;
  }

  /** Returns whether it failed, and nothing of the token. */
  @Override
  public String toString() {
    return "TokenRequestOutcome[failure=" + failure + ", pause=" + pause + "]";
  }
}
