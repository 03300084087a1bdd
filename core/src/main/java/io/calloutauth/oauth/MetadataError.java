package io.calloutauth.oauth;

/**
 * Why nothing could be taken from an authorization server's metadata. What says more about a server
 * stands further up.
 */
public enum MetadataError {
  /** The metadata is of another issuer than was asked for (RFC 8414 section 3.3). */
  OTHER_ISSUER,
  /** The policy here refuses the token endpoint that the metadata names. */
  TOKEN_ENDPOINT_REFUSED,
  /** The metadata names no token endpoint. */
  NO_TOKEN_ENDPOINT,
  /** A member of the metadata is not what RFC 8414 section 2 says: an endpoint that is no text. */
  MALFORMED_METADATA,
  /** A member of the response occurs twice: nobody can tell which counts. */
  DUPLICATE_MEMBER,
  /** The response is longer than 256 KiB, or has more or deeper members than are read. */
  TOO_LARGE,
  /** The response is empty, is cut, or is something else than a JSON object. */
  NOT_JSON,
  /** The server answered with a redirect, which is never followed. */
  REDIRECT_REFUSED,
  /** The server asks to come back later. */
  THROTTLED,
  /** The server failed (5xx). */
  SERVER_UNAVAILABLE,
  /** The status is neither 200 nor one of those above. */
  UNEXPECTED_STATUS,
  /**
   * The network failed, in whatever way, or an address is refused: one error, so that nobody can
   * map a network by it. {@link MetadataFailure#operatorDetail} tells them apart.
   */
  UNREACHABLE,
  /** Something on this node broke. */
  NODE_FAULT,
  /** There is no metadata at either of its places (404 or 410). */
  NOT_FOUND,
  /** Too many commands were under way on this node for this one to start in time. */
  NO_PLACE,
  /** This node is closed. */
  CLOSED;

  /** Tells whether it says more about a server than another one that was met there does. */
  public boolean saysMoreThan(MetadataError other) {
    return compareTo(other) < 0;
  }

  /** Tells whether another document of the same server is worth a request. */
  public boolean leavesHope() {
    return this != UNREACHABLE && this != THROTTLED && this != NODE_FAULT;
  }
}
