package io.calloutauth;

import io.calloutauth.client.RegisteredClient;
import io.calloutauth.client.RevocationResult;
import io.calloutauth.client.Secret;
import io.calloutauth.client.TestEndpointResult;
import io.calloutauth.client.TokenClient;
import io.calloutauth.client.TokenResult;
import java.time.Duration;

/** Passes everything on to another client, which it closes: what a test changes, it overrides. */
class ForwardingTokenClient implements TokenClient {

  private final TokenClient client;

  ForwardingTokenClient(TokenClient client) {
    this.client = client;
  }

  @Override
  public TokenResult fetch(RegisteredClient registered, Duration deadline) {
    return client.fetch(registered, deadline);
  }

  @Override
  public RevocationResult revoke(RegisteredClient registered, Secret token, Duration deadline) {
    return client.revoke(registered, token, deadline);
  }

  @Override
  public TestEndpointResult test(RegisteredClient registered, Secret token, Duration deadline) {
    return client.test(registered, token, deadline);
  }

  @Override
  public void close() {
    client.close();
  }
}
