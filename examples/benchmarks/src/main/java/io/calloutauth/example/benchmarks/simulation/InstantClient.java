package io.calloutauth.example.benchmarks.simulation;

import io.calloutauth.client.TokenClient;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.oauth.AuthorizationRequest;
import io.calloutauth.oauth.AuthorizationUri;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IntrospectionResult;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.MetadataResult;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TestEndpointResult;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.oauth.TokenTypeHint;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands out tokens without a server, at once. Thread-safe. */
public final class InstantClient implements TokenClient {

  private final Duration lifetime;
  private final String padding;
  private final AtomicInteger tokens = new AtomicInteger();

  /**
   * Makes a client.
   *
   * @param lifetime of each token
   * @param length of each token, in characters
   */
  public InstantClient(Duration lifetime, int length) {
    this.lifetime = lifetime;
    this.padding = "t".repeat(Math.max(0, length - 8));
  }

  /** Returns how many tokens it handed out. */
  public int tokens() {
    return tokens.get();
  }

  @Override
  public TokenResult fetch(RegisteredClient client, GrantInput input, Duration deadline) {
    String token = padding + (10_000_000 + tokens.incrementAndGet());
    return IssuedToken.builder(Secret.of(token), lifetime).build();
  }

  @Override
  public RevocationResult revoke(
      RegisteredClient client, Secret token, TokenTypeHint hint, Duration deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public IntrospectionResult introspect(RegisteredClient client, Secret token, Duration deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TestEndpointResult test(RegisteredClient client, Secret token, Duration deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AuthorizationUri authorizationUri(
      RegisteredClient client, AuthorizationRequest request, Duration deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MetadataResult metadata(
      String tenant, Endpoint document, String issuer, Duration deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
