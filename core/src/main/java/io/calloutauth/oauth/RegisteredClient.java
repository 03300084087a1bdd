package io.calloutauth.oauth;

import java.util.Objects;

/**
 * A registration with its secrets, on behalf of a tenant: what a request to an authorization server
 * is made from. Immutable and thread-safe; {@link #toString()} hides the secrets.
 */
public final class RegisteredClient {

  private final String tenant;
  private final ClientRegistration registration;
  private final Secret clientSecret;
  private final ExtraValues extras;

  /** Makes a client of a tenant without extra parameters and headers. */
  public RegisteredClient(String tenant, ClientRegistration registration, Secret clientSecret) {
    this(tenant, registration, clientSecret, ExtraValues.NONE);
  }

  /** Makes a client of a tenant. */
  public RegisteredClient(
      String tenant, ClientRegistration registration, Secret clientSecret, ExtraValues extras) {
    this.tenant = Objects.requireNonNull(tenant, "tenant");
    this.registration = Objects.requireNonNull(registration, "registration");
    this.clientSecret = Objects.requireNonNull(clientSecret, "clientSecret");
    this.extras = Objects.requireNonNull(extras, "extras");
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

  /** Returns the values of extra parameters and headers. */
  public ExtraValues extras() {
    return extras;
  }

  @Override
  public String toString() {
    return "RegisteredClient[" + registration + "]";
  }
}
