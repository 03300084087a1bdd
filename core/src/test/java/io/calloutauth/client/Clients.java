package io.calloutauth.client;

import java.time.Duration;

/** What the wire's tests register and send. */
final class Clients {

  static final Duration PLENTY = Duration.ofSeconds(30);
  static final Duration SHORT = Duration.ofMillis(300);
  static final String TOKEN_JSON =
      "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":3600}";

  private Clients() {}

  static ClientRegistration.Builder registration(Endpoint tokenEndpoint) {
    return ClientRegistration.builder().clientId("billing").tokenEndpoint(tokenEndpoint);
  }

  static RegisteredClient of(Endpoint tokenEndpoint) {
    return of(registration(tokenEndpoint));
  }

  static RegisteredClient of(ClientRegistration.Builder registration) {
    return of("acme", registration, "s3cret");
  }

  static RegisteredClient of(
      String tenant, ClientRegistration.Builder registration, String secret) {
    return new RegisteredClient(tenant, registration.build(), Secret.of(secret));
  }
}
