package io.calloutauth.client;

import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.RegisteredClient;

/**
 * The refresh token grant (RFC 6749 section 6). Nimbus' {@code RefreshToken} prints itself. The
 * scope that is set is asked for again: no more than was consented to, which the server sees to.
 */
final class RefreshToken implements Grant {

  @Override
  public void write(RegisteredClient client, GrantInput input, Submission request) {
    if (!(input instanceof GrantInput.RefreshToken token)) {
      throw new IllegalArgumentException("the refresh token grant takes a refresh token");
    }
    request.parameter("grant_type", GrantType.REFRESH_TOKEN.value());
    request.parameter("refresh_token", token.value().reveal());
    request.parameter("scope", Grant.scope(client.registration()));
  }
}
