package io.calloutauth;

/** Thrown when a notification has no provider, so that its callouts cannot be authenticated. */
public final class NoProviderBoundException extends CalloutAuthException {

  private final String notificationId;
  private final boolean detached;

  NoProviderBoundException(String notificationId, boolean detached) {
    super(
        "The notification "
            + notificationId
            + (detached ? " lost its provider, which was deleted" : " is not bound to a provider"),
        Retry.NEVER);
    this.notificationId = notificationId;
    this.detached = detached;
  }

  /** Returns the notification. */
  public String notificationId() {
    return notificationId;
  }

  /**
   * Returns whether its provider was deleted by force; false: it was never bound, or is unbound.
   */
  public boolean detached() {
    return detached;
  }
}
