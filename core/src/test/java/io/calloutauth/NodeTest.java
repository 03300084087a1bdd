package io.calloutauth;

import java.io.IOException;
import java.net.URI;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test on one node with a token server of its own. */
abstract class NodeTest {

  static final URI TARGET = URI.create(Node.TARGET);

  TokenServer server;
  Node node;

  @BeforeEach
  void startNode() throws IOException {
    server = new TokenServer();
    node = Node.start(server, settings());
  }

  @AfterEach
  void stopNode() {
    node.close();
    server.close();
  }

  /** Returns what the builder is told beside what every node is. */
  UnaryOperator<CalloutAuthBuilder> settings() {
    return UnaryOperator.identity();
  }

  Providers providers() {
    return node.auth.providers();
  }

  Provider created(String name) {
    return providers().create(node.settings(name).build());
  }

  /** Returns the credentials for a callout of a notification to the usual target. */
  CalloutCredentials authenticated(String notificationId) {
    return node.auth.callouts().authenticate(notificationId, "POST", TARGET);
  }
}
