package io.calloutauth.example.interop;

import io.calloutauth.example.servers.AuthorizationServer;
import io.calloutauth.example.servers.AuthorizationServerOptions;
import io.calloutauth.oauth.TokenError;
import java.net.URI;
import java.util.Optional;

/** Spring Authorization Server, in this JVM. */
final class SpringAuthorizationServer implements RealServer {

  private final AuthorizationServer server;

  private SpringAuthorizationServer(AuthorizationServer server) {
    this.server = server;
  }

  static SpringAuthorizationServer start(StoryClients clients) {
    return new SpringAuthorizationServer(
        AuthorizationServer.start(
            AuthorizationServerOptions.builder()
                .client(clients.basic())
                .client(clients.post())
                .client(clients.receiver())
                .build()));
  }

  @Override
  public URI tokenEndpoint() {
    return server.tokenEndpoint();
  }

  @Override
  public URI revocationEndpoint() {
    return server.revocationEndpoint();
  }

  @Override
  public URI introspectionEndpoint() {
    return server.introspectionEndpoint();
  }

  @Override
  public Refusal wrongSecret() {
    return new Refusal(TokenError.INVALID_CLIENT, "invalid_client", 401);
  }

  @Override
  public Optional<Refusal> excessiveScope() {
    return Optional.of(new Refusal(TokenError.INVALID_SCOPE, "invalid_scope", 400));
  }

  @Override
  public void close() {
    server.close();
  }
}
