package io.calloutauth.store;

/**
 * What a token request does to the continuation in its provider's row: the new {@link
 * Continuation}, that the one before stays, or that there is none any more.
 *
 * @see TokenRequestOutcome
 */
public sealed interface ContinuationOutcome
    permits Continuation, ContinuationOutcome.Stays, ContinuationOutcome.Ended {

  /** The continuation in the row stays. */
  enum Stays implements ContinuationOutcome {
    /** So does a {@link Doubt} about it; all that there is where nothing has a continuation. */
    AS_IT_IS,
    /** It is known to be good: a doubt about it is lifted. */
    WITHOUT_DOUBT
  }

  /**
   * The continuation is dropped, and a doubt about it lifted: the authorization is over.
   *
   * @param authorization which one; none with this number or a lower one counts from now on
   */
  record Ended(long authorization) implements ContinuationOutcome {}
}
