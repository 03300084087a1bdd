package io.calloutauth;

import java.time.Duration;

/**
 * Thrown when a notification has no provider, so that its callouts cannot be authenticated; also
 * when it is only bound in a transaction of the host's yet, as {@link #uncommitted()} says.
 */
public final class NoProviderBoundException extends CalloutAuthException {

  /** How soon after its commit this node knows a binding. */
  private static final Duration HEARD_OF = Duration.ofSeconds(1);

  private final String notificationId;
  private final boolean detached;
  private final boolean uncommitted;

  NoProviderBoundException(String notificationId, boolean detached) {
    super(
        "The notification "
            + notificationId
            + (detached ? " lost its provider, which was deleted" : " is not bound to a provider"),
        Retry.NEVER);
    this.notificationId = notificationId;
    this.detached = detached;
    this.uncommitted = false;
  }

  private NoProviderBoundException(String notificationId, Retry retry) {
    super(
        "The binding of the notification "
            + notificationId
            + " is not committed yet: it has tokens within about a second after the transaction"
            + " that makes it is over",
        retry);
    this.notificationId = notificationId;
    this.detached = false;
    this.uncommitted = true;
  }

  /** Returns the exception for a binding that waits for the commit of the host's transaction. */
  static NoProviderBoundException uncommitted(String notificationId) {
    return new NoProviderBoundException(notificationId, Retry.after(HEARD_OF));
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

  /**
   * Returns whether a transaction of the host's on this node binds it and is not known to be over:
   * the callout may be sent within about a second after its commit, which is what {@link
   * #retryAfter()} says. True for 15 minutes at most.
   */
  public boolean uncommitted() {
    return uncommitted;
  }
}
