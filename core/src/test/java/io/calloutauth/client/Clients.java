package io.calloutauth.client;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import java.time.Duration;

/** What the wire's tests register and send. */
public final class Clients {

  public static final Duration PLENTY = Duration.ofSeconds(30);
  public static final Duration SHORT = Duration.ofMillis(300);
  public static final String TOKEN_JSON =
      "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":3600}";

  private Clients() {}

  public static ClientRegistration.Builder registration(Endpoint tokenEndpoint) {
    return ClientRegistration.builder().clientId("billing").tokenEndpoint(tokenEndpoint);
  }

  public static RegisteredClient of(Endpoint tokenEndpoint) {
    return of(registration(tokenEndpoint));
  }

  public static RegisteredClient of(ClientRegistration.Builder registration) {
    return of("acme", registration, "s3cret");
  }

  static RegisteredClient of(
      String tenant, ClientRegistration.Builder registration, String secret) {
    return new RegisteredClient(tenant, registration.build(), Secret.of(secret));
  }
}
