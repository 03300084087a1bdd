package io.calloutauth.oauth;

/** Why a token request brought no token. */
public enum TokenError {
  /** {@code token_type} is none that this library can use. */
  UNSUPPORTED_TOKEN_TYPE,
  /** The response is not a token response. */
  MALFORMED_RESPONSE,
  /** The response's JSON is nested too deep. */
  JSON_TOO_DEEP,
  /** The response has no access token. */
  MISSING_ACCESS_TOKEN,
  /** The access token holds characters that a header must not carry. */
  ILLEGAL_TOKEN_CHARS,
  /**
   * The access token is a secret of the client, or the response's refresh token or ID token; or the
   * {@code request_uri} of a pushed authorization request holds a secret of that request.
   */
  FOREIGN_TOKEN,
  /** The access token is longer than 64 KiB. */
  TOKEN_TOO_LARGE,
  /** A member or parameter occurs twice. */
  DUPLICATE_PARAMETER,
  /** The response is longer than 256 KiB. */
  BODY_TOO_LARGE,
  /** The server answered with an error code outside RFC 6749 section 5.2. */
  OAUTH_ERROR,
  /** {@code invalid_request} of RFC 6749 section 5.2. */
  INVALID_REQUEST,
  /** {@code invalid_client} of RFC 6749 section 5.2. */
  INVALID_CLIENT,
  /** {@code unauthorized_client} of RFC 6749 section 5.2. */
  UNAUTHORIZED_CLIENT,
  /** {@code unsupported_grant_type} of RFC 6749 section 5.2. */
  UNSUPPORTED_GRANT_TYPE,
  /** {@code invalid_grant} of RFC 6749 section 5.2. */
  INVALID_GRANT,
  /** {@code invalid_scope} of RFC 6749 section 5.2. */
  INVALID_SCOPE,
  /** The status is none that this response should have, and no error code came with it. */
  UNEXPECTED_STATUS,
  /** The server asks to come back later. */
  THROTTLED,
  /** The server failed (5xx). */
  SERVER_UNAVAILABLE,
  /** The server answered with a redirect, which is never followed. */
  REDIRECT_REFUSED,
  /** The endpoint policy refuses a stored endpoint by its text, before anything is looked up. */
  ENDPOINT_REFUSED,
  /**
   * The network failed, in whatever way: the name has no address, an address is refused or nobody
   * answers there, TLS fails, the connection breaks off or the deadline passes. They are one error,
   * so that nobody can map a network by it; {@link TokenFailure#operatorDetail} tells them apart.
   */
  UNREACHABLE,
  /** A stored secret does not open here, so that nothing could be sent. */
  SECRET_UNOPENED,
  /** Something on this node broke before or after the server was asked. */
  NODE_FAULT,
  /** Too many token requests were under way on this node for this one to start in time. */
  NO_PLACE,
  /** Another node has been at it for longer than a token request may take. */
  LEASE_HELD,
  /** The server refuses the refresh token: the authorization is over. */
  AUTHORIZATION_OVER,
  /**
   * A refresh token may have been used up by a token request of which nothing is known: the
   * authorization is in doubt, or, under a failure that is permanent, over since then.
   */
  AUTHORIZATION_IN_DOUBT;

  /** Returns whether it is about the authorization, which somebody may have to give anew. */
  public boolean endsAuthorization() {
    return this == AUTHORIZATION_OVER || this == AUTHORIZATION_IN_DOUBT;
  }
}
