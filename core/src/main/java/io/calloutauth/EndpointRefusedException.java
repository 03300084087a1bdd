package io.calloutauth;

import io.calloutauth.oauth.Advice;
import io.calloutauth.oauth.TokenFailure;
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

  EndpointRefusedException(NamedProvider provider, ProviderField endpoint) {
    super(message(provider, endpoint), Retry.NEVER);
    this.id = provider.id();
    this.endpoint = endpoint;
  }

  EndpointRefusedException(NamedProvider provider, TokenFailure failure) {
    super(message(provider, field(failure.source())), Retry.NEVER, failure);
    this.id = provider.id();
    this.endpoint = field(failure.source());
  }

  private static ProviderField field(TokenFailure.Source source) {
    return switch (source) {
      case TOKEN_ENDPOINT -> ProviderField.TOKEN_ENDPOINT;
      case PUSHED_AUTHORIZATION_REQUEST_ENDPOINT ->
          ProviderField.PUSHED_AUTHORIZATION_REQUEST_ENDPOINT;
      case AUTHORIZATION_ENDPOINT -> ProviderField.AUTHORIZATION_ENDPOINT;
    };
  }

  private static String message(NamedProvider provider, ProviderField endpoint) {
    return "The " + endpoint.label() + " of the provider " + provider + Advice.OUT_OF_REACH;
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
