package io.calloutauth.testkit;

import io.calloutauth.client.TokenClient;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.oauth.AuthorizationRequest;
import io.calloutauth.oauth.AuthorizationUri;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IntrospectionResult;
import io.calloutauth.oauth.MetadataResult;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TestEndpointResult;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.oauth.TokenTypeHint;
import java.time.Duration;

/** Passes everything on to another client, which it closes: what a test changes, it overrides. */
public class ForwardingTokenClient implements TokenClient {

  private final TokenClient client;

  public ForwardingTokenClient(TokenClient client) {
    this.client = client;
  }

  @Override
  public TokenResult fetch(RegisteredClient registered, GrantInput input, Duration deadline) {
    return client.fetch(registered, input, deadline);
  }

  @Override
  public AuthorizationUri authorizationUri(
      RegisteredClient registered, AuthorizationRequest request, Duration deadline) {
    return client.authorizationUri(registered, request, deadline);
  }

  @Override
  public RevocationResult revoke(
      RegisteredClient registered, Secret token, TokenTypeHint hint, Duration deadline) {
    return client.revoke(registered, token, hint, deadline);
  }

  @Override
  public IntrospectionResult introspect(
      RegisteredClient registered, Secret token, Duration deadline) {
    return client.introspect(registered, token, deadline);
  }

  @Override
  public TestEndpointResult test(RegisteredClient registered, Secret token, Duration deadline) {
    return client.test(registered, token, deadline);
  }

  @Override
  public MetadataResult metadata(
      String tenant, Endpoint document, String issuer, Duration deadline) {
    return client.metadata(tenant, document, issuer, deadline);
  }

  @Override
  public void dropIdle() {
    client.dropIdle();
  }

  @Override
  public void close() {
    client.close();
  }
}
