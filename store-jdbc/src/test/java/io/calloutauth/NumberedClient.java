package io.calloutauth;

import io.calloutauth.client.TokenClient;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.testkit.ForwardingTokenClient;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;

/** Tells a test's token endpoint which node asks. */
@NullMarked
final class NumberedClient extends ForwardingTokenClient {

  private final String number;

  NumberedClient(TokenClient client, String number) {
    super(client);
    this.number = number;
  }

  @Override
  public TokenResult fetch(RegisteredClient registered, GrantInput input, Duration deadline) {
    RegisteredClient numbered =
        registered.with(SecretName.header(ClusterNode.HEADER), Secret.of(number));
    return super.fetch(numbered, input, deadline);
  }
}
