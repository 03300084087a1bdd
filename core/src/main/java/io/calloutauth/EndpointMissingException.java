package io.calloutauth;

import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderId;

/** Thrown when a provider lacks the endpoint that an operation needs. */
public final class EndpointMissingException extends CalloutAuthException {

  private final ProviderId id;
  private final ProviderField endpoint;

  EndpointMissingException(NamedProvider provider, ProviderField endpoint) {
    super(
        "The provider " + provider + " has no " + endpoint.label() + ": set one first",
        Retry.NEVER);
    this.id = provider.id();
    this.endpoint = endpoint;
  }

  /** Returns the provider. */
  public ProviderId id() {
    return id;
  }

  /** Returns which endpoint is missing. */
  public ProviderField endpoint() {
    return endpoint;
  }
}
