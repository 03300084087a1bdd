package io.calloutauth;

import io.calloutauth.store.StoreException;

/**
 * Thrown when the store is broken or out of reach. Whether a change was saved is not known when
 * {@link #retryable()}.
 */
public final class StoreUnavailableException extends CalloutAuthException {

  StoreUnavailableException(StoreException cause) {
    super("The store failed", cause.retryable() ? Retry.SOON : Retry.NEVER, cause);
  }
}
