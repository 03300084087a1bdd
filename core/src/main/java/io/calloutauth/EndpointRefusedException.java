package io.calloutauth;

import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderId;

/**
 * Thrown when the endpoint policy refuses the text of a provider's stored endpoint, which somebody
 * must change; nothing was looked up or sent. An address that is refused while connecting is a
 * {@link TokenRequestException} like any other failure of the network.
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
