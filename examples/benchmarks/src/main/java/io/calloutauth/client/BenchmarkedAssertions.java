package io.calloutauth.client;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.keys.SigningKey;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.SigningAlgorithm;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/**
 * Makes assertions with a key that is open, without a request around them: no public method does
 * that, so it stands in the package that can.
 */
@NullMarked
public final class BenchmarkedAssertions {

  private final ClientAssertion assertions = new ClientAssertion(InstantSource.system());
  private final RegisteredClient client;
  private final String credential;

  /** Signs with ES256 for a server. */
  public BenchmarkedAssertions(Endpoint tokenEndpoint, SigningKey key) {
    RequestOptions.Builder options = RequestOptions.builder();
    options
        .assertion()
        .issuer("https://login.example.com")
        .keys(Map.of(key.kid(), SigningAlgorithm.ES256));
    credential = SecretName.privateKey(key.kid());
    client =
        new RegisteredClient(
            "default",
            ClientRegistration.builder()
                .clientId("billing")
                .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
                .tokenEndpoint(tokenEndpoint)
                .requests(options.build())
                .build(),
            Map.of(credential, key.privatePart()));
  }

  /** Makes one. */
  public Secret sign() {
    return assertions.prepare(client, credential).secret(SecretName.CLIENT_ASSERTION).orElseThrow();
  }
}
