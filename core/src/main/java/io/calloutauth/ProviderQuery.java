package io.calloutauth;

import io.calloutauth.provider.Provider;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A search for providers: what is set has to match, all of it at once. Immutable and thread-safe.
 */
public final class ProviderQuery {

  private static final ProviderQuery ALL = new ProviderQuery(null, null, Use.ANY, null, null);

  private final @Nullable String clientId;
  private final @Nullable String endpoint;
  private final Use use;
  private final @Nullable Instant certificateEnd;
  private final @Nullable Instant secretEnd;

  private ProviderQuery(
      @Nullable String clientId,
      @Nullable String endpoint,
      Use use,
      @Nullable Instant certificateEnd,
      @Nullable Instant secretEnd) {
    this.clientId = clientId;
    this.endpoint = endpoint;
    this.use = use;
    this.certificateEnd = certificateEnd;
    this.secretEnd = secretEnd;
  }

  /** Returns the query that every provider matches. */
  public static ProviderQuery all() {
    return ALL;
  }

  /** Returns a query that wants this client id besides, compared character by character. */
  public ProviderQuery clientId(String clientId) {
    return new ProviderQuery(
        Objects.requireNonNull(clientId, "clientId"), endpoint, use, certificateEnd, secretEnd);
  }

  /**
   * Returns a query that wants this text besides in the URL of the token, revocation, introspection
   * or test endpoint, in whatever case: a host, or any other part.
   */
  public ProviderQuery endpoint(String part) {
    String lower = Objects.requireNonNull(part, "part").toLowerCase(Locale.ROOT);
    return new ProviderQuery(clientId, lower, use, certificateEnd, secretEnd);
  }

  /** Returns a query that wants a token of this state besides. */
  public ProviderQuery state(TokenState state) {
    Use wanted =
        new Use(Objects.requireNonNull(state, "state"), use.needsAuthorization(), use.unused());
    return new ProviderQuery(clientId, endpoint, wanted, certificateEnd, secretEnd);
  }

  /**
   * Returns a query that wants an authorization besides that somebody has to give anew: it is
   * needed ({@link TokenState#AUTHORIZATION_NEEDED}), or in doubt ({@link
   * AuthorizationStatus#inDoubtSince}) although a token still serves.
   */
  public ProviderQuery needsAuthorization() {
    Use wanted = new Use(use.state(), true, use.unused());
    return new ProviderQuery(clientId, endpoint, wanted, certificateEnd, secretEnd);
  }

  /** Returns a query that wants a provider besides that no notification is bound to. */
  public ProviderQuery unused() {
    Use wanted = new Use(use.state(), use.needsAuthorization(), true);
    return new ProviderQuery(clientId, endpoint, wanted, certificateEnd, secretEnd);
  }

  /**
   * What is wanted of a provider beside its settings.
   *
   * @param state its token's state, or null for any
   * @param needsAuthorization whether somebody has to authorize anew
   * @param unused whether no notification is bound to it
   */
  private record Use(@Nullable TokenState state, boolean needsAuthorization, boolean unused) {

    private static final Use ANY = new Use(null, false, false);

    boolean matches(ProviderSummary summary) {
      return (state == null || state == summary.token().state())
          && (!needsAuthorization || needsAuthorization(summary.token()))
          && (!unused || summary.bindings() == 0);
    }

    private static boolean needsAuthorization(TokenStatus token) {
      return token.state() == TokenState.AUTHORIZATION_NEEDED
          || token.authorization().flatMap(AuthorizationStatus::inDoubtSince).isPresent();
    }
  }

  /** Returns a query that wants a client certificate besides, which ends before a time. */
  public ProviderQuery certificateEndsBefore(Instant time) {
    Objects.requireNonNull(time, "time");
    return new ProviderQuery(clientId, endpoint, use, time, secretEnd);
  }

  /**
   * Returns a query that wants a client secret besides whose end was entered, and is before a time.
   */
  public ProviderQuery secretEndsBefore(Instant time) {
    Objects.requireNonNull(time, "time");
    return new ProviderQuery(clientId, endpoint, use, certificateEnd, time);
  }

  boolean matches(ProviderSummary summary) {
    return use.matches(summary) && matches(summary.provider());
  }

  private boolean matches(Provider provider) {
    try {
      return (clientId == null || clientId.equals(provider.clientId()))
          && (endpoint == null || endpoints(provider).anyMatch(url -> url.contains(endpoint)))
          && (certificateEnd == null || certificateEndsBefore(provider, certificateEnd))
          && (secretEnd == null || secretEndsBefore(provider, secretEnd));
    } catch (IllegalStateException | IllegalArgumentException unreadable) {
      return false; // one broken row does not keep the others from being found
    }
  }

  private static boolean certificateEndsBefore(Provider provider, Instant time) {
    return provider
        .clientCertificate()
        .filter(certificate -> certificate.ends().isBefore(time))
        .isPresent();
  }

  private static boolean secretEndsBefore(Provider provider, Instant time) {
    return provider.clientSecretExpiresAt().filter(end -> end.isBefore(time)).isPresent();
  }

  private static Stream<String> endpoints(Provider provider) {
    return Stream.of(
            Optional.of(provider.tokenEndpoint()),
            provider.revocationEndpoint(),
            provider.introspectionEndpoint(),
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
        + use.state()
        + ", needsAuthorization="
        + use.needsAuthorization()
        + ", unused="
        + use.unused()
        + ", certificateEndsBefore="
        + certificateEnd
        + ", secretEndsBefore="
        + secretEnd
        + "]";
  }
}
