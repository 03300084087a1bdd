package io.calloutauth.client;

import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.RegisteredClient;

/**
 * The client credentials grant (RFC 6749 section 4.4.2), under its own name or a vendor's. Nimbus
 * knows no other name of it, and joins the tokens of a scope with a space.
 */
final class ClientCredentials implements Grant {

  private final String name;

  ClientCredentials(String name) {
    this.name = name;
  }

  @Override
  public void write(RegisteredClient client, GrantInput input, Submission request) {
    if (input != GrantInput.NONE) {
      throw new IllegalArgumentException("client credentials take no refresh token and no code");
    }
    request.parameter("grant_type", name);
    request.parameter("scope", Grant.scope(client.registration()));
  }
}
