package io.calloutauth.engine;

/** Why a token is asked for, and so what a token request may be skipped for. */
enum Demand {
  /** A callout needs a usable token: any will do. */
  USE,
  /** The token is stale: a later one is wanted, nobody waits. */
  RENEWAL,
  /** A receiver refused the token: another one is wanted. */
  SUSPICION,
  /** An administrator wants a new token now, whatever is held and whatever failed before. */
  COMMAND;

  /** Returns whether the wait after a failure holds for it. */
  boolean waitsAfterFailure() {
    return this != COMMAND;
  }
}
