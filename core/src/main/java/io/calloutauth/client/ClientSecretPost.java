package io.calloutauth.client;

import com.nimbusds.oauth2.sdk.id.ClientID;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.SecretName;
import java.util.List;

/** Client authentication by parameters, {@code client_secret_post} (RFC 6749 section 2.3.1). */
final class ClientSecretPost implements ClientAuthenticator {

  @Override
  public List<String> credentials(RegisteredClient client) {
    return List.of(SecretName.CLIENT_SECRET);
  }

  @Override
  public void authenticate(RegisteredClient client, String credential, Submission request) {
    request.parameters(
        new com.nimbusds.oauth2.sdk.auth.ClientSecretPost(
                new ClientID(client.registration().clientId()),
                new com.nimbusds.oauth2.sdk.auth.Secret(
                    client.secret(credential).orElseThrow().reveal()))
            .toParameters());
  }
}
