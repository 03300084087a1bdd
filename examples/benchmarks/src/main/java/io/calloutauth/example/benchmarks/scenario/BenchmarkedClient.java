package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.client.TokenClient;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.TokenResult;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** A client that asks a token endpoint for tokens, without an engine around it. */
record BenchmarkedClient(RegisteredClient client) {

  private static final Duration DEADLINE = Duration.ofSeconds(15);

  /** Returns one that sends a secret. */
  static BenchmarkedClient withSecret(EndpointPolicy policy, URI tokenEndpoint) {
    return new BenchmarkedClient(
        new RegisteredClient(
            "default",
            ClientRegistration.builder()
                .clientId("billing")
                .clientAuthentication(ClientAuthentication.CLIENT_SECRET_BASIC)
                .tokenEndpoint(endpoint(policy, tokenEndpoint))
                .build(),
            Map.of(SecretName.CLIENT_SECRET, Secret.of("a secret of this run"))));
  }

  private static Endpoint endpoint(EndpointPolicy policy, URI url) {
    return Objects.requireNonNull(policy.check("default", url.toString()).endpoint(), "refused");
  }

  /** Asks for a token; blocks until there is an outcome. */
  TokenResult fetch(TokenClient wire) {
    return wire.fetch(client, GrantInput.NONE, DEADLINE);
  }
}
