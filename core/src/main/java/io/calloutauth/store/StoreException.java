package io.calloutauth.store;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a store that is broken or out of reach. Expected collisions are results, never this.
 */
public final class StoreException extends RuntimeException {

  private static final Duration READ_ONLY_WAIT = Duration.ofSeconds(5);

  /** What kind of thing is broken. */
  public enum Reason {
    /** The store failed in a way that says nothing more. */
    FAILED,
    /** The store cannot be reached. */
    OUT_OF_REACH,
    /** The store, or the transaction that the operation joined, only reads. */
    READ_ONLY,
    /** The transaction lost to another one; the same work in a new transaction may succeed. */
    LOST_RACE,
    /** What the store keeps its rows in is missing, or is of another version. */
    SCHEMA,
    /** The store takes different keys for one, so that a tenant could reach another's rows. */
    KEYS_NOT_TOLD_APART
  }

  private final Reason reason;
  private final boolean retryable;

  /**
   * Makes an exception for a failure that says nothing more.
   *
   * @param message what failed, without any stored value: an operator reads it
   * @param retryable whether the same operation may succeed later or in a new transaction
   * @param cause the store's own exception, or null
   */
  public StoreException(String message, boolean retryable, @Nullable Throwable cause) {
    this(Reason.FAILED, message, retryable, cause);
  }

  /**
   * Makes an exception.
   *
   * @param reason what kind of thing is broken
   * @param message what failed, without any stored value: an operator reads it
   * @param retryable whether the same operation may succeed later or in a new transaction
   * @param cause the store's own exception, or null
   */
  public StoreException(
      Reason reason, String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.retryable = retryable;
  }

  /** Returns what kind of thing is broken. */
  public Reason reason() {
    return reason;
  }

  /** Returns whether the same operation may succeed later or in a new transaction. */
  public boolean retryable() {
    return retryable;
  }

  /**
   * Returns how long to wait at least before the same operation is tried again: 5 seconds for a
   * store that only reads, which does not pass at once; zero when nothing is known.
   */
  public Duration retryAfter() {
    return reason == Reason.READ_ONLY && retryable ? READ_ONLY_WAIT : Duration.ZERO;
  }
}
