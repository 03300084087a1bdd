package io.calloutauth.client;

import io.calloutauth.client.ClientAuthenticator.Credential;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.ClientRegistrationBuilder;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.testkit.FakeServer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What the wire's tests register and send. */
public final class Clients {

  public static final Duration PLENTY = Duration.ofSeconds(30);

  /** What passes while a test waits, and yet lets a request begin on a busy machine. */
  public static final Duration SHORT = Duration.ofSeconds(1);

  public static final String TOKEN_JSON =
      "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":3600}";

  private Clients() {}

  /** Sends a first request: it loads classes, which takes a busy machine longer than is short. */
  public static void sendFirst() throws IOException {
    try (FakeServer server = FakeServer.start(FakeServer.json(TOKEN_JSON));
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      client.fetch(of(server.endpoint("/token")), GrantInput.NONE, PLENTY);
    }
  }

  public static ClientRegistrationBuilder registration(Endpoint tokenEndpoint) {
    return ClientRegistration.builder().clientId("billing").tokenEndpoint(tokenEndpoint);
  }

  public static RegisteredClient of(Endpoint tokenEndpoint) {
    return of(registration(tokenEndpoint));
  }

  public static RegisteredClient of(ClientRegistrationBuilder registration) {
    return of("acme", registration, "s3cret");
  }

  static RegisteredClient of(String tenant, ClientRegistrationBuilder registration, String secret) {
    return of(tenant, registration.build(), Map.of(SecretName.CLIENT_SECRET, secret));
  }

  static RegisteredClient of(ClientRegistration registration, String secret) {
    return of("acme", registration, Map.of(SecretName.CLIENT_SECRET, secret));
  }

  /** Makes a client of what is called by the names of secrets. */
  static RegisteredClient of(
      String tenant, ClientRegistration registration, Map<String, String> secrets) {
    Map<String, Secret> opened = new HashMap<>();
    secrets.forEach((name, value) -> opened.put(name, Secret.of(value)));
    return new RegisteredClient(tenant, registration, opened);
  }

  static Credential credential(RegisteredClient client) {
    return Credential.first(
        client,
        ClientAuthenticator.of(
            client.registration().clientAuthentication(), java.time.InstantSource.system()));
  }
}
