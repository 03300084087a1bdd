package io.calloutauth.client;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.RegisteredClient;
import java.util.List;

/**
 * The client authentication {@code none}: the client id alone (RFC 6749 section 3.2.1), or nothing
 * where the grant's assertion says who asks (RFC 7521 section 4.1).
 */
final class NoClientAuthentication implements ClientAuthenticator {

  @Override
  public List<String> credentials(RegisteredClient client) {
    return List.of(ClientAuthentication.NONE.value());
  }

  @Override
  public void authenticate(RegisteredClient client, String credential, Submission request) {
    if (!client.registration().requests().assertion().withoutClientId()) {
      request.parameter("client_id", client.registration().clientId());
    }
  }
}
