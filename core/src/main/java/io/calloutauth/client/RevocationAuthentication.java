package io.calloutauth.client;

/**
 * How a client tells a revocation endpoint who it is. RFC 7009 section 2.1 wants what the token
 * endpoint wants; real servers differ.
 */
public enum RevocationAuthentication {
  /** As at the token endpoint. */
  SAME,
  /** Not at all: the token speaks for itself. */
  NONE,
  /** With the client id as a parameter, and no secret. */
  CLIENT_ID,
  /** With the token that is revoked, as a bearer token. */
  BEARER
}
