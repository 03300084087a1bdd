package io.calloutauth;

import io.calloutauth.provider.Provider;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A search for providers: what is set has to match, all of it at once. Immutable and thread-safe.
 */
public final class ProviderQuery {

  private static final ProviderQuery ALL = new ProviderQuery(null, null, null);

  private final @Nullable String clientId;
  private final @Nullable String endpoint;
  private final @Nullable TokenState state;

  private ProviderQuery(
      @Nullable String clientId, @Nullable String endpoint, @Nullable TokenState state) {
    this.clientId = clientId;
    this.endpoint = endpoint;
    this.state = state;
  }

  /** Returns the query that every provider matches. */
  public static ProviderQuery all() {
    return ALL;
  }

  /** Returns a query that wants this client id besides, compared character by character. */
  public ProviderQuery clientId(String clientId) {
    return new ProviderQuery(Objects.requireNonNull(clientId, "clientId"), endpoint, state);
  }

  /**
   * Returns a query that wants this text besides in the URL of the token, revocation or test
   * endpoint, in whatever case: a host, or any other part.
   */
  public ProviderQuery endpoint(String part) {
    String lower = Objects.requireNonNull(part, "part").toLowerCase(Locale.ROOT);
    return new ProviderQuery(clientId, lower, state);
  }

  /** Returns a query that wants a token of this state besides. */
  public ProviderQuery state(TokenState state) {
    return new ProviderQuery(clientId, endpoint, Objects.requireNonNull(state, "state"));
  }

  boolean matches(ProviderSummary summary) {
    return (state == null || state == summary.token().state()) && matches(summary.provider());
  }

  private boolean matches(Provider provider) {
    try {
      return (clientId == null || clientId.equals(provider.clientId()))
          && (endpoint == null || endpoints(provider).anyMatch(url -> url.contains(endpoint)));
    } catch (IllegalStateException | IllegalArgumentException unreadable) {
      return false; // one broken row does not keep the others from being found
    }
  }

  private static Stream<String> endpoints(Provider provider) {
    return Stream.of(
            Optional.of(provider.tokenEndpoint()),
            provider.revocationEndpoint(),
            provider.testEndpoint())
        .flatMap(Optional::stream)
        .map(URI::toString)
        .map(url -> url.toLowerCase(Locale.ROOT));
  }

  /** Returns the query in words. */
  @Override
  public String toString() {
    return "ProviderQuery[clientId="
        + clientId
        + ", endpoint="
        + endpoint
        + ", state="
        + state
        + "]";
  }
}
