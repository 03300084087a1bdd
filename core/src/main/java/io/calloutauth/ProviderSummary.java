package io.calloutauth;

import io.calloutauth.provider.Provider;
import java.util.Map;

/**
 * A provider as a list shows it.
 *
 * @param provider the provider
 * @param token what is known of its token
 * @param bindings how many notifications are bound to it
 */
public record ProviderSummary(Provider provider, TokenStatus token, long bindings) {

  /**
   * Returns this summary for a host's JSON: {@code provider} ({@link Provider#toMap()}), {@code
   * token} ({@link TokenStatus#toMap()}) and {@code bindings}.
   */
  public Map<String, Object> toMap() {
    return Map.of("provider", provider.toMap(), "token", token.toMap(), "bindings", bindings);
  }
}
