package io.calloutauth.client;

import com.nimbusds.oauth2.sdk.id.ClientID;
import io.calloutauth.oauth.RegisteredClient;
import java.util.List;

/** Client authentication by parameters, {@code client_secret_post} (RFC 6749 section 2.3.1). */
final class ClientSecretPost implements ClientAuthenticator {

  @Override
  public List<String> credentials(RegisteredClient client) {
    return client.registration().clientSecrets();
  }

  @Override
  public void authenticate(RegisteredClient client, String credential, Submission request) {
    request.parameters(
        new com.nimbusds.oauth2.sdk.auth.ClientSecretPost(
                new ClientID(client.registration().clientId()),
                new com.nimbusds.oauth2.sdk.auth.Secret(
                    client.secretOf(credential).orElseThrow().reveal()))
            .toParameters());
  }
}
