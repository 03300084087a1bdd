package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
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
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    callMany(); // classes are loaded and call sites linked by then
    long before = threads.getCurrentThreadAllocatedBytes();

    callMany();

    long perCall = (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
    assertThat(perCall).isZero();
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
}
