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
    VALUE_UNOPENED
  }

  /**
   * Hears of one happening.
   *
   * @param tenant whose token
   * @param providerId which provider's
   * @param kind what happened
   * @param detail an error's name and checked code, or the key id of a value that did not open, or
   *     for the operator alone which rule refused which address; empty where there is nothing to
   *     say. Never a server's words
   */
  void happened(String tenant, String providerId, Kind kind, String detail);
}
