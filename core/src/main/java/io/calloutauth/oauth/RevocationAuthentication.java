package io.calloutauth.oauth;

/**
 * How a client tells a revocation endpoint who it is. RFC 7009 section 2.1 wants what the token
 * endpoint wants; real servers differ.
 */
public enum RevocationAuthentication {
  /** As at the token endpoint. */
  SAME,
  /** With client id and secret in the Authorization header (RFC 8414 section 2). */
  CLIENT_SECRET_BASIC,
  /** With client id and secret as parameters (RFC 8414 section 2). */
  CLIENT_SECRET_POST,
  /** Not at all: the token speaks for itself. */
  NONE,
  /** With the client id as a parameter, and no secret. */
  CLIENT_ID,
  /** With the token that is revoked, as a bearer token. */
  BEARER;

  /** Returns whether it needs a client secret, whatever the token endpoint wants. */
  public boolean needsSecret() {
    return this == CLIENT_SECRET_BASIC || this == CLIENT_SECRET_POST;
  }
}
