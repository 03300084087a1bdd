package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test on one node with a token server of its own. */
public abstract class NodeTest {

  static final URI TARGET = URI.create(Node.TARGET);

  public TokenServer server;
  public Node node;

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
  public UnaryOperator<CalloutAuthBuilder> settings() {
    return UnaryOperator.identity();
  }

  public Providers providers() {
    return node.auth.providers();
  }

  public Provider created(String name) {
    return providers().create(node.settings(name).build());
  }

  /** Returns the credentials for a callout of a notification to the usual target. */
  CalloutCredentials authenticated(String notificationId) {
    return callouts().authenticate(notificationId, "POST", TARGET);
  }

  CalloutAuthenticator callouts() {
    return node.auth.callouts();
  }

  /** Returns why a callout is not authenticated, after checking that both ways say the same. */
  CalloutAuthException refusal(String notificationId, URI target) {
    Throwable thrown =
        catchThrowable(() -> callouts().authenticate(notificationId, "POST", target));
    Throwable staged =
        failure(callouts().authenticateAsync(notificationId, "POST", target).toCompletableFuture());
    assertThat(staged)
        .isExactlyInstanceOf(thrown.getClass())
        .usingRecursiveComparison()
        .ignoringFields("stackTrace", "cause")
        .isEqualTo(thrown);
    assertThat(thrown).isInstanceOf(CalloutAuthException.class);
    return (CalloutAuthException) thrown;
  }

  /** Returns what a stage fails with, as one that hangs on it sees it. */
  static Throwable failure(CompletableFuture<CalloutCredentials> stage) {
    Eventually.holds(stage::isDone);
    return stage
        .handle((credentials, failure) -> Optional.ofNullable(failure))
        .join()
        .orElseThrow();
  }
}
