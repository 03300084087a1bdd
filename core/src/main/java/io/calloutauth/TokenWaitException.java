package io.calloutauth;

/**
 * Thrown when a token was not there in time: the longest wait was over, or the waiting thread was
 * interrupted.
 */
public final class TokenWaitException extends CalloutAuthException {

  private final boolean interrupted;

  public TokenWaitException(boolean interrupted) {
    super(
        interrupted
            ? "The thread was interrupted while it waited for a token"
            : "No token was there in time",
        Retry.SOON);
    this.interrupted = interrupted;
  }

  /**
   * Returns whether the thread was interrupted (its interrupt is set); false: the longest wait was
   * over.
   */
  public boolean interrupted() {
    return interrupted;
  }
}
