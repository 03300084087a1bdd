package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a callout costs while its token is fresh. */
class FreshTokenTest {

  private static final int CALLS = 20_000;
  private static final URI TARGET = URI.create(Node.TARGET);

  private TokenServer server;
  private Node node;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    node = Node.start(server);
    node.bound("invoice-posted");
    assertThat(node.token("invoice-posted")).isEqualTo("token-1");
  }

  @AfterEach
  void stop() {
    node.close();
    server.close();
  }

  @Test
  void theCredentialsOfAFreshTokenAreOneObjectForAllCallouts() {
    CalloutCredentials first = authenticate();

    assertThat(authenticate()).isSameAs(first);
  }

  @Test
  void aFreshTokenCostsNoAllocation() {
    callMany(); // classes are loaded and call sites linked by then

    assertThat(allocated(this::callMany)).isZero();
  }

  @Test
  void aFreshTokenAsksTheServerNothing() {
    callMany();

    assertThat(server.exchanges()).isEqualTo(1);
  }

  private void callMany() {
    for (int i = 0; i < CALLS; i++) {
      authenticate();
    }
  }

  private CalloutCredentials authenticate() {
    return node.auth.callouts().authenticate("invoice-posted", "POST", TARGET);
  }

  @Test
  void aStaleTokenCostsNoAllocationWhileItsRenewalRunsNorUntilTheNext() {
    node.pass(Duration.ofSeconds(3_100));
    server.answerTokens(n -> TokenServer.Answer.error(401, "invalid_client"));
    server.hold();
    authenticate();
    server.awaitExchanges(2);
    callMany();
    assertThat(allocated(this::callMany)).as("while the renewal runs").isZero();
    server.release();
    node.awaitQuiet();
    callMany();

    assertThat(allocated(this::callMany)).as("until the next").isZero();
    assertThat(server.exchanges()).isEqualTo(2);
  }

  private static long allocated(Runnable calls) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    calls.run();
    return (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
  }
}
