package io.calloutauth.example.interop;

import io.calloutauth.example.servers.AuthorizationServer;
import io.calloutauth.example.servers.AuthorizationServerOptions;
import io.calloutauth.example.servers.DemoClient;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.oauth.TokenError;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** Spring Authorization Server, in this JVM. */
final class SpringAuthorizationServer implements RealServer {

  private final AuthorizationServer server;
  private final JwksServer keys;

  private SpringAuthorizationServer(AuthorizationServer server, JwksServer keys) {
    this.server = server;
    this.keys = keys;
  }

  static SpringAuthorizationServer start(StoryClients clients)
      throws IOException, GeneralSecurityException {
    JwksServer keys = JwksServer.start();
    AuthorizationServerOptions.Builder options =
        AuthorizationServerOptions.builder()
            .client(clients.basic())
            .client(clients.post())
            .client(clients.receiver())
            .client(
                client(clients.secretSigning().id())
                    .secret(clients.secretSigning().secret())
                    .signingWithSecret()
                    .build());
    clients.signing().stream()
        .filter(client -> isKnown(client.algorithm()))
        .map(c -> client(c.id()).signing(c.algorithm().value(), keys.publish(c)).build())
        .forEach(options::client);
    ShowingClient issued = clients.certificates().issued();
    options.client(client(issued.id()).showing(issued.subject()).build());
    ShowingClient alone = clients.certificates().selfSigned();
    options.client(client(alone.id()).showingSelfSigned(keys.publish(alone)).build());
    options.tls(clients.certificates().serverKey(), clients.certificates().clientTrust());
    return new SpringAuthorizationServer(AuthorizationServer.start(options.build()), keys);
  }

  private static DemoClient.Builder client(String id) {
    return DemoClient.builder(id).scopes(StoryClients.SCOPES.toArray(String[]::new));
  }

  /** Its list of algorithms has no EdDSA. */
  private static boolean isKnown(SigningAlgorithm algorithm) {
    return algorithm != SigningAlgorithm.EDDSA;
  }

  @Override
  public boolean takes(SigningAlgorithm algorithm) {
    return isKnown(algorithm);
  }

  @Override
  public String issuer() {
    return server.tlsAddress().toString();
  }

  @Override
  public URI tokenEndpoint() {
    return server.tlsAddress().resolve(server.tokenEndpoint().getRawPath());
  }

  @Override
  public URI revocationEndpoint() {
    return server.tlsAddress().resolve(server.revocationEndpoint().getRawPath());
  }

  @Override
  public URI introspectionEndpoint() {
    return server.tlsAddress().resolve(server.introspectionEndpoint().getRawPath());
  }

  @Override
  public URI plainOrigin() {
    return server.issuer();
  }

  /** What signed itself is compared behind TLS, other certificates are judged in TLS. */
  @Override
  public Optional<Refusal> unknownCertificate(ShowingClient client) {
    return client.method() == ClientAuthentication.TLS_CLIENT_AUTH
        ? Optional.empty()
        : RealServer.super.unknownCertificate(client);
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
    keys.close();
  }
}
