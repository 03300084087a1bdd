package io.calloutauth.example.console.operations;

import io.calloutauth.ProviderSummary;
import io.calloutauth.TokenState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How a tenant's providers are, as the store knows it: what this node saw itself is forgotten when
 * it starts, and is nothing that other nodes saw.
 *
 * @param failing those whose last token request failed, or that somebody has to authorize first
 * @param counts how many there are in each state
 */
record ProviderStates(List<ProviderSummary> failing, Map<TokenState, Integer> counts) {

  static ProviderStates of(List<ProviderSummary> providers) {
    Map<TokenState, Integer> counts = new EnumMap<>(TokenState.class);
    providers.forEach(provider -> counts.merge(provider.token().state(), 1, Integer::sum));
    return new ProviderStates(providers.stream().filter(ProviderStates::fails).toList(), counts);
  }

  /** A renewal that failed counts while the token at hand still serves. */
  private static boolean fails(ProviderSummary provider) {
    TokenState state = provider.token().state();
    return state == TokenState.FAILING
        || state == TokenState.AUTHORIZATION_NEEDED
        || (state != TokenState.DISABLED && provider.token().failure().isPresent());
  }

  /** Returns whether there is nothing to be well or not. */
  public boolean none() {
    return counts.isEmpty();
  }

  /** Returns whether tokens are at hand and nothing fails. */
  public boolean well() {
    return failing.isEmpty() && counts.containsKey(TokenState.ACTIVE);
  }
}
