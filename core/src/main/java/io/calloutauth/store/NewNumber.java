package io.calloutauth.store;

/** Which numbers of a provider begin anew with an update, beside its version. */
public enum NewNumber {
  /** None. */
  NONE,
  /** The token epoch: the token is not the provider's any more. */
  EPOCH,
  /**
   * Also the authorization's: its continuation is not the provider's any more either. The number is
   * higher than that of the one that the token row has.
   */
  AUTHORIZATION
}
