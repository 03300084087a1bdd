package io.calloutauth;

/** Thrown when the endpoint policy does not let the library talk to a provider's endpoint. */
public final class EndpointRefusedException extends CalloutAuthException {

  private final ProviderId id;

  EndpointRefusedException(ProviderId id) {
    super(
        "The token endpoint of the provider " + id + " does not lead to a public host",
        Retry.NEVER);
    this.id = id;
  }

  /** Returns the provider. */
  public ProviderId id() {
    return id;
  }
}
