package io.calloutauth.engine;

/** Hears what becomes of tokens. Called on engine threads: must not block and must not throw. */
public interface TokenListener {

  /** What happened to a token. */
  enum Kind {
    /** A first token was obtained. */
    OBTAINED,
    /** A token took the place of another. */
    RENEWED,
    /** An exchange failed. */
    FAILED,
    /** The endpoint policy refused an endpoint. */
    ENDPOINT_REFUSED,
    /** A sealed value did not open. */
    VALUE_UNOPENED,
    /** A server heard later of a revocation, and the token is not valid there any more. */
    REVOKED_LATER,
    /** A server heard later of a revocation, and refused it. */
    REVOCATION_REFUSED_LATER
  }

  /**
   * Hears of one happening.
   *
   * @param tenant whose token
   * @param providerId which provider's
   * @param kind what happened
   * @param detail what a server said of a revocation, an error's name and checked code, or the key
   *     id of a value that did not open, or for the operator alone which rule refused which
   *     address; empty where there is nothing to say. Never a server's words
   */
  void happened(String tenant, String providerId, Kind kind, String detail);
}
