package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.provider.Provider;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.testkit.ForwardingTokenClient;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The credential that worked last is kept with the token, and is the first to be tried again. */
class LastCredentialTest {

  private static final String N = OneNode.N;

  private final ManualWorld time = new ManualWorld();
  private final MemoryStore store = MemoryStore.create(time.wallClock());
  private final TryingClient client = new TryingClient();
  private TokenServer server;
  private Node node;
  private Provider provider;

  /** Notes which credential each request is to try first. */
  private static final class TryingClient extends ForwardingTokenClient {

    private final List<Optional<String>> first = new ArrayList<>();

    TryingClient() {
      super(HttpTokenClient.builder(PublicEndpoints.builder().allowLoopbackHttp().build()).build());
    }

    @Override
    public TokenResult fetch(RegisteredClient registered, GrantInput input, Duration deadline) {
      first.add(registered.lastCredential());
      return super.fetch(registered, input, deadline);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    node = Node.over(store, time, server, builder -> builder.client(client));
    provider = node.bound(N);
    node.token(N);
  }

  @AfterEach
  void stop() {
    node.close();
    server.close();
  }

  @Test
  void theTokensRowKeepsIt() {
    ProviderKey key = new ProviderKey("acme", provider.id().key());

    assertThat(Objects.requireNonNull(store.tokens().find(key).orElseThrow().token()).credential())
        .isEqualTo(SecretName.CLIENT_SECRET);
  }

  @Test
  void theNextTokenRequestTriesItFirst() {
    node.auth.tokens().obtain(provider.id());

    assertThat(client.first)
        .containsExactly(Optional.empty(), Optional.of(SecretName.CLIENT_SECRET));
  }
}
