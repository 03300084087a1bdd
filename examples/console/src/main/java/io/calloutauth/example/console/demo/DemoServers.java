package io.calloutauth.example.console.demo;

import io.calloutauth.example.servers.AuthorizationServer;
import io.calloutauth.example.servers.AuthorizationServerOptions;
import io.calloutauth.example.servers.CalloutReceiver;
import io.calloutauth.example.servers.DemoClient;
import io.calloutauth.example.servers.ReceiverOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** An authorization server and a receiver of callouts, both on random ports of this machine. */
@Component
@ConditionalOnProperty("console.demo")
public class DemoServers implements DisposableBean {

  /** Who may log in at the authorization server, and agree there. */
  public static final String USER = "partner";

  /** By this password: the server is gone when the demo ends. */
  public static final String PASSWORD = "partner";

  private final DemoClient billing =
      DemoClient.builder("billing")
          .scopes("orders.read", "orders.write")
          .lifetime(Duration.ofMinutes(3))
          .build();
  private final DemoClient contracts =
      DemoClient.builder("contracts").scopes("orders.write").build();
  private final DemoClient authorizing = DemoClient.builder("consent").build();
  private final AuthorizationServer server;
  private final CalloutReceiver receiver;

  DemoServers() throws IOException {
    server =
        AuthorizationServer.start(
            AuthorizationServerOptions.builder()
                .client(billing)
                .client(contracts)
                .user(USER, PASSWORD)
                .build());
    receiver =
        CalloutReceiver.start(
            ReceiverOptions.trusting(server).requiredScope("orders.write").build());
  }

  /** Returns the authorization server. */
  public AuthorizationServer server() {
    return server;
  }

  /** Returns the receiver. */
  public CalloutReceiver receiver() {
    return receiver;
  }

  /** Returns the client that the first tenant's providers use. */
  public DemoClient billing() {
    return billing;
  }

  /**
   * Registers the client of a provider whose tokens begin with an authorization, with its redirect
   * URI: at an address of this machine any port will do (RFC 8252 section 7.3).
   */
  void registerAuthorizing(String redirectPath) {
    server.register(
        DemoClient.builder(authorizing.id())
            .secret(authorizing.secret())
            .scopes("orders.write")
            .redirectUri(URI.create("http://127.0.0.1" + redirectPath))
            .build());
  }

  /** Returns the client that sends whoever authorizes to the server. */
  DemoClient authorizing() {
    return authorizing;
  }

  /** Returns the client that the second tenant's provider uses. */
  DemoClient contracts() {
    return contracts;
  }

  @Override
  public void destroy() {
    receiver.close();
    server.close();
  }
}
