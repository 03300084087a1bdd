package io.calloutauth.oauth;

/** What kind of token a revocation or introspection request is about (RFC 7009 section 2.1). */
public enum TokenTypeHint {
  /** An access token. */
  ACCESS_TOKEN("access_token"),
  /** A refresh token: its revocation ends the authorization, and what was issued for it. */
  REFRESH_TOKEN("refresh_token");

  private final String value;

  TokenTypeHint(String value) {
    this.value = value;
  }

  /** Returns the value of the request parameter {@code token_type_hint}. */
  public String value() {
    return value;
  }
}
