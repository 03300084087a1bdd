package io.calloutauth.oauth;

/** What a failure asks of whoever would try again. */
public enum FailureClass {
  /** It will fail again until somebody changes something. */
  PERMANENT,
  /** The server asks to wait. */
  THROTTLED,
  /** It may succeed soon. */
  TRANSIENT
}
