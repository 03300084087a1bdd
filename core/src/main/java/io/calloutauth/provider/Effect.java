package io.calloutauth.provider;

/** What follows from an edit of a setting: for the token epoch, and for secrets that are kept. */
enum Effect {
  /** Nothing: the token that is held stays. */
  NONE,
  /** The token depends on it: an edit starts a new epoch. */
  TOKEN,
  /**
   * A secret may be sent there, or in that way, and a token as well: a widening wants the secrets
   * again, and every edit starts a new epoch.
   */
  SECRET_DESTINATION,
  /**
   * The token may go there: a widening wants the secrets again, and every edit starts a new epoch.
   */
  TOKEN_DESTINATION;

  /** Tells whether an edit starts a new epoch: no token from before it is used any more. */
  boolean startsEpoch() {
    return this != NONE;
  }

  /** Tells whether it says where a secret or a token may go. */
  boolean isDestination() {
    return this == SECRET_DESTINATION || this == TOKEN_DESTINATION;
  }
}
