package io.calloutauth;

/** What a provider's token is good for. */
public enum TokenState {
  /** There is no token: none was asked for yet. */
  NONE,
  /** The token is usable. */
  ACTIVE,
  /** The last token is over; the next callout obtains another. */
  EXPIRED,
  /** There is no usable token, and the last token request failed. */
  FAILING,
  /** The token was revoked; the next callout obtains another. */
  REVOKED,
  /** The provider is disabled: its callouts fail. */
  DISABLED,
  /**
   * The authorization that tokens come from is over, or there is none yet: somebody has to give it.
   * A token that is still usable serves to its end.
   */
  AUTHORIZATION_NEEDED
}
