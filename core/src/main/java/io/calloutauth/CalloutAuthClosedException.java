package io.calloutauth;

/**
 * Thrown when a token is asked of a {@link CalloutAuth} that was closed, or was closed meanwhile.
 * Another node, or this one after its next start, may send the callout.
 */
public final class CalloutAuthClosedException extends CalloutAuthException {

  CalloutAuthClosedException() {
    super("No token can be had: CalloutAuth was closed", Retry.SOON);
  }
}
