package io.calloutauth.client;

/** A grant type of RFC 6749. */
public enum GrantType {
  /** The client credentials grant, RFC 6749 section 4.4. */
  CLIENT_CREDENTIALS("client_credentials");

  private final String value;

  GrantType(String value) {
    this.value = value;
  }

  /** Returns the value of the request parameter {@code grant_type}. */
  public String value() {
    return value;
  }
}
