package io.calloutauth.example.quickstart;

import io.calloutauth.example.servers.AuthorizationServer;
import io.calloutauth.example.servers.AuthorizationServerOptions;
import io.calloutauth.example.servers.CalloutReceiver;
import io.calloutauth.example.servers.DemoClient;
import io.calloutauth.example.servers.ReceiverOptions;
import io.calloutauth.provider.ProviderSettings;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the story plays on: an authorization server, our own or somebody else's, and a receiver of
 * callouts. Not serializable, and never printed: the settings hold a secret.
 */
final class Stage implements AutoCloseable {

  private final @Nullable AuthorizationServer server;
  private final CalloutReceiver receiver;
  private final ProviderSettings settings;

  private Stage(
      @Nullable AuthorizationServer server, CalloutReceiver receiver, ProviderSettings settings) {
    this.server = server;
    this.receiver = receiver;
    this.settings = settings;
  }

  /** Starts a server of our own, and a receiver that verifies its tokens. */
  static Stage ofOurOwn() throws IOException {
    DemoClient client = DemoClient.builder("billing").scopes("orders.read", "orders.write").build();
    var server =
        AuthorizationServer.start(AuthorizationServerOptions.builder().client(client).build());
    var receiver =
        CalloutReceiver.start(
            ReceiverOptions.trusting(server).requiredScope("orders.write").build());
    var settings =
        ProviderSettings.clientCredentials()
            .name("CRM")
            .tokenEndpoint(server.tokenEndpoint().toString())
            .clientId(client.id())
            .clientSecret(client.secret())
            .scope("orders.write, orders.read")
            .origin(receiver.address().toString())
            .revocationEndpoint(server.revocationEndpoint().toString())
            .testEndpoint(receiver.testEndpoint().toString());
    return new Stage(server, receiver, settings.build());
  }

  /**
   * Plays against another server, with a receiver that takes any token: it cannot verify them.
   *
   * @param given token endpoint, client id, client secret and, if wanted, scope
   */
  static Stage of(List<String> given) throws IOException {
    var receiver = CalloutReceiver.start(ReceiverOptions.acceptingAnyToken().build());
    var settings =
        ProviderSettings.clientCredentials()
            .name("CRM")
            .tokenEndpoint(given.get(0))
            .clientId(given.get(1))
            .clientSecret(given.get(2))
            .scope(given.size() > 3 ? given.get(3) : "")
            .origin(receiver.address().toString())
            .testEndpoint(receiver.testEndpoint().toString());
    return new Stage(null, receiver, settings.build());
  }

  ProviderSettings settings() {
    return settings;
  }

  CalloutReceiver receiver() {
    return receiver;
  }

  URI callouts() {
    return receiver.calloutsEndpoint();
  }

  /**
   * Makes the token that is held worthless, so that the next callout meets a 401. Another server's
   * tokens are out of our hands: there the receiver only says that the token is revoked.
   */
  String revokeTheTokenBehindTheLibrarysBack() {
    if (server == null) {
      receiver.answerNext(1, 401);
      return "The receiver will answer 401 once, as if the token had been revoked";
    }
    server.revokeAllTokens();
    return "The authorization server revoked all its tokens, and told nobody";
  }

  @Override
  public void close() {
    receiver.close();
    if (server != null) {
      server.close();
    }
  }
}
