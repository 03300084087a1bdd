package io.calloutauth.client;

import java.util.Objects;

/**
 * A registration with its secret, on behalf of a tenant: what a request to an authorization server
 * is made from. Immutable and thread-safe; {@link #toString()} hides the secret.
 */
public final class RegisteredClient {

  private final String tenant;
  private final ClientRegistration registration;
  private final Secret clientSecret;

  /** Makes a client of a tenant. */
  public RegisteredClient(String tenant, ClientRegistration registration, Secret clientSecret) {
    this.tenant = Objects.requireNonNull(tenant, "tenant");
    this.registration = Objects.requireNonNull(registration, "registration");
    this.clientSecret = Objects.requireNonNull(clientSecret, "clientSecret");
  }

  /** Returns the tenant, whose endpoint policy applies and whose connections are used. */
  public String tenant() {
    return tenant;
  }

  /** Returns the registration. */
  public ClientRegistration registration() {
    return registration;
  }

  /** Returns the client secret. */
  public Secret clientSecret() {
    return clientSecret;
  }

  @Override
  public String toString() {
    return "RegisteredClient[" + registration + "]";
  }
}
