package io.calloutauth;

import io.calloutauth.client.ExtraValues;
import io.calloutauth.client.RegisteredClient;
import io.calloutauth.client.RevocationResult;
import io.calloutauth.client.Secret;
import io.calloutauth.client.TestEndpointResult;
import io.calloutauth.client.TokenClient;
import io.calloutauth.client.TokenResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/**
 * Tells a test's token endpoint which node asks.
 *
 * @param client sends the requests
 * @param number the node's
 */
@NullMarked
record NumberedClient(TokenClient client, String number) implements TokenClient {

  @Override
  public TokenResult fetch(RegisteredClient registered, Duration deadline) {
    return client.fetch(numbered(registered), deadline);
  }

  private RegisteredClient numbered(RegisteredClient registered) {
    Map<String, Secret> headers = new HashMap<>(registered.extras().headers());
    headers.put(ClusterNode.HEADER, Secret.of(number));
    return new RegisteredClient(
        registered.tenant(),
        registered.registration(),
        registered.clientSecret(),
        new ExtraValues(registered.extras().parameters(), headers));
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
