package io.calloutauth.store;

import io.calloutauth.store.ContinuationOutcome.Stays;
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
  private final ContinuationOutcome continuation;
  private final int format;

  private TokenRequestOutcome(
      @Nullable TokenContent token,
      @Nullable Failure failure,
      Duration pause,
      ContinuationOutcome continuation,
      int format) {
    this.token = token;
    this.failure = failure;
    this.pause = Objects.requireNonNull(pause, "pause");
    this.continuation = Objects.requireNonNull(continuation, "continuation");
    this.format = format;
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
    return new TokenRequestOutcome(
        Objects.requireNonNull(token, "token"), null, pause, Stays.AS_IT_IS, TokenRow.FORMAT);
  }

  /**
   * Returns the outcome of a token request that brought a token which is not to be kept.
   *
   * @param pause how long no node should start another token request
   */
  public static TokenRequestOutcome spent(Duration pause) {
    return new TokenRequestOutcome(null, null, pause, Stays.AS_IT_IS, TokenRow.FORMAT);
  }

  /**
   * Returns the outcome of a token request that failed.
   *
   * @param pause how long no node should start another token request
   */
  public static TokenRequestOutcome failed(Failure failure, Duration pause) {
    return new TokenRequestOutcome(
        null, Objects.requireNonNull(failure, "failure"), pause, Stays.AS_IT_IS, TokenRow.FORMAT);
  }

  /** Returns the same with what becomes of the continuation; it stays as it is otherwise. */
  public TokenRequestOutcome with(ContinuationOutcome outcome) {
    return new TokenRequestOutcome(token, failure, pause, outcome, format);
  }

  /** Returns the same as a version of core would write it that has another form. */
  TokenRequestOutcome inFormat(int number) {
    return new TokenRequestOutcome(token, failure, pause, continuation, number);
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

  /** Returns what becomes of the continuation. */
  public ContinuationOutcome continuation() {
    return continuation;
  }

  /** Returns the form in which core wrote it: what {@link TokenRow#format()} is to be. */
  public int format() {
    return format;
  }

  /** Returns whether it failed, and nothing of the token. */
  @Override
  public String toString() {
    return "TokenRequestOutcome[failure=" + failure + ", pause=" + pause + "]";
  }
}
