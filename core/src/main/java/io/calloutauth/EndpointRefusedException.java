package io.calloutauth;

/**
 * Thrown when the endpoint policy does not let the library talk to a provider's endpoint. The
 * message is that of an endpoint out of reach, so that whoever reads it cannot map a network by it;
 * the type says more, and is for the host.
 */
public final class EndpointRefusedException extends CalloutAuthException {

  private final ProviderId id;
  private final ProviderField endpoint;

  EndpointRefusedException(ProviderId id, ProviderField endpoint) {
    super("The " + endpoint.label() + " of the provider " + id + Advice.OUT_OF_REACH, Retry.NEVER);
    this.id = id;
    this.endpoint = endpoint;
  }

  /** Returns the provider. */
  public ProviderId id() {
    return id;
  }

  /** Returns which endpoint is refused. */
  public ProviderField endpoint() {
    return endpoint;
  }
}
