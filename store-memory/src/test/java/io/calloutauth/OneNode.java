package io.calloutauth;

import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of one node have in common: its token server, and time in their hands. */
public abstract class OneNode {

  public static final String N = "invoice-posted";

  public TokenServer server;
  public Node node;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    node = Node.start(server);
  }

  @AfterEach
  void stop() {
    node.close();
    server.close();
  }

  /** Lets the server issue the first token and fail from then on. */
  void failAfterTheFirst(long lifetimeSeconds, TokenServer.Answer failure) {
    server.answerTokens(
        n -> n == 1 ? TokenServer.Answer.token("token-1", lifetimeSeconds) : failure);
  }

  static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
