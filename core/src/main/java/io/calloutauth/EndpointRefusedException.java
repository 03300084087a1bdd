package io.calloutauth;

/**
 * Thrown when the endpoint policy does not let the library talk to a provider's endpoint. The
 * message is that of an endpoint out of reach, so that whoever reads it cannot map a network by it;
 * the type says more, and is for the host.
 */
public final class EndpointRefusedException extends CalloutAuthException {

  private final ProviderId id;

  EndpointRefusedException(ProviderId id) {
    super("The token endpoint of the provider " + id + Advice.OUT_OF_REACH, Retry.NEVER);
    this.id = id;
  }

  /** Returns the provider. */
  public ProviderId id() {
    return id;
  }
}
