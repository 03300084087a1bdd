package io.calloutauth.oauth;

/**
 * How a client tells an authorization server who it is: the names are those of RFC 7591 section 2,
 * where it has one.
 */
public enum ClientAuthentication {
  /**
   * Client id and secret in the Authorization header, each form-encoded first (RFC 6749 section
   * 2.3.1).
   */
  CLIENT_SECRET_BASIC("client_secret_basic"),
  /**
   * Client id and secret in the Authorization header as they are, for servers that do not decode
   * them. It is never switched to by itself. The client id must not contain a colon.
   */
  CLIENT_SECRET_BASIC_RAW("client_secret_basic_raw"),
  /** Client id and secret as parameters in the request's body (RFC 6749 section 2.3.1). */
  CLIENT_SECRET_POST("client_secret_post"),
  /** The client id as a parameter in the request's body, and no secret. */
  NONE("none");

  private final String value;

  ClientAuthentication(String value) {
    this.value = value;
  }

  /** Returns the registered name of the method, or ours. */
  public String value() {
    return value;
  }

  /** Returns whether a client secret is part of it. */
  public boolean needsSecret() {
    return this != NONE;
  }
}
