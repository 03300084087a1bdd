package io.calloutauth.oauth;

/** What came of one token request: an {@link IssuedToken} or a {@link TokenFailure}. */
public sealed interface TokenResult permits IssuedToken, TokenFailure {

  /**
   * Returns whether the server may have got any of the request: what may be used once, such as a
   * refresh token that rotates, may be used up then.
   */
  boolean mayHaveBeenSent();
}
