package io.calloutauth.client;

import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.RegisteredClient;

/**
 * The authorization code grant (RFC 6749 section 4.1.3) with PKCE (RFC 7636 section 4.5). The scope
 * was asked for with the authorization. Later tokens are asked for with the refresh token.
 */
final class AuthorizationCode implements Grant {

  @Override
  public void write(RegisteredClient client, GrantInput input, Submission request) {
    if (input instanceof GrantInput.RefreshToken) {
      new RefreshToken().write(client, input, request);
      return;
    }
    if (!(input instanceof GrantInput.AuthorizationCode code)) {
      throw new IllegalArgumentException(
          "the authorization code grant takes a code or a refresh token");
    }
    request.parameter("grant_type", GrantType.AUTHORIZATION_CODE.value());
    request.parameter("code", code.code().reveal());
    request.parameter("redirect_uri", code.redirectUri().toString());
    request.parameter("code_verifier", code.verifier().reveal());
  }
}
