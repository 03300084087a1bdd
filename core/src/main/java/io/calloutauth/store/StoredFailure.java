package io.calloutauth.store;

import java.time.Duration;
import java.util.Objects;

/**
 * The last token request's failure as it is kept in its provider's row. Immutable and thread-safe.
 */
public final class StoredFailure {

  private final long epoch;
  private final TokenRequestOutcome.Failure last;
  private final Duration since;

  private StoredFailure(long epoch, TokenRequestOutcome.Failure last, Duration since) {
    this.epoch = epoch;
    this.last = Objects.requireNonNull(last, "last");
    this.since = Objects.requireNonNull(since, "since");
  }

  /**
   * Returns a failure as it is kept.
   *
   * @param epoch the token epoch of its token request
   * @param last what was written
   * @param since how long ago the first in a row failed, by the store's clock; never negative
   */
  public static StoredFailure of(long epoch, TokenRequestOutcome.Failure last, Duration since) {
    return new StoredFailure(epoch, last, since);
  }

  /** Returns the token epoch of that token request. */
  public long epoch() {
    return epoch;
  }

  /**
   * Returns what failed, in the form that core reads back; a store keeps it without looking inside.
   * Never a server's own words.
   */
  public String failure() {
    return last.failure();
  }

  /** Returns how many token requests failed in a row, as core counts. */
  public int attempts() {
    return last.attempts();
  }

  /** Returns how long ago the first of them failed, by the store's clock; never negative. */
  public Duration since() {
    return since;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredFailure that
        && epoch == that.epoch
        && last.equals(that.last)
        && since.equals(that.since);
  }

  @Override
  public int hashCode() {
    return Objects.hash(epoch, last);
  }

  /** Returns what failed. */
  @Override
  public String toString() {
    return "StoredFailure[epoch=" + epoch + ", last=" + last + ", since=" + since + "]";
  }
}
