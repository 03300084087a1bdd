package io.calloutauth;

/** Thrown when a tenant has as many providers as it may have. Nothing was saved. */
public final class ProviderLimitException extends CalloutAuthException {

  private final int limit;

  ProviderLimitException(int limit) {
    super(
        "The tenant has " + limit + " providers already, which is the most it may have",
        Retry.NEVER);
    this.limit = limit;
  }

  /** Returns how many providers a tenant may have. */
  public int limit() {
    return limit;
  }
}
