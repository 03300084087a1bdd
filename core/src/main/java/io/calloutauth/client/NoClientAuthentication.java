package io.calloutauth.client;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.RegisteredClient;
import java.util.List;

/** The client authentication {@code none} of a public client: its id alone (RFC 6749 3.2.1). */
final class NoClientAuthentication implements ClientAuthenticator {

  @Override
  public List<String> credentials(RegisteredClient client) {
    return List.of(ClientAuthentication.NONE.value());
  }

  @Override
  public void authenticate(RegisteredClient client, String credential, Submission request) {
    request.parameter("client_id", client.registration().clientId());
  }
}
