package io.calloutauth.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a store that is broken or out of reach. Expected collisions are results, never this.
 */
public final class StoreException extends RuntimeException {

  private final boolean retryable;

  /**
   * Makes an exception.
   *
   * @param message what failed, without any stored value
   * @param retryable whether the same operation may succeed later or in a new transaction
   * @param cause the store's own exception, or null
   */
  public StoreException(String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
  }

  /** Returns whether the same operation may succeed later or in a new transaction. */
  public boolean retryable() {
    return retryable;
  }
}
