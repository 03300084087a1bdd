package io.calloutauth.client;

/**
 * How a client tells an authorization server who it is: the names are those of RFC 7591 section 2.
 */
public enum ClientAuthentication {
  /**
   * Client id and secret in the Authorization header, each form-encoded first (RFC 6749 section
   * 2.3.1).
   */
  CLIENT_SECRET_BASIC("client_secret_basic"),
  /** Client id and secret as parameters in the request's body (RFC 6749 section 2.3.1). */
  CLIENT_SECRET_POST("client_secret_post");

  private final String value;

  ClientAuthentication(String value) {
    this.value = value;
  }

  /** Returns the registered name of the method. */
  public String value() {
    return value;
  }
}
