package io.calloutauth;

import java.time.Duration;

/**
 * Thrown when a token was not there in time: the longest wait was over, or the waiting thread was
 * interrupted.
 */
public final class TokenWaitException extends CalloutAuthException {

  /** A token request is under way, or there was no place for one: neither lasts long. */
  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  private final boolean interrupted;

  public TokenWaitException(boolean interrupted) {
    super(
        interrupted
            ? "The thread was interrupted while it waited for a token"
            : "No token was there in time",
        interrupted ? Retry.SOON : Retry.after(A_MOMENT));
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
