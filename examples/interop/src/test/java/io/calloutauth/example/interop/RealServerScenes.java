package io.calloutauth.example.interop;

import io.calloutauth.CalloutAuth;
import io.calloutauth.example.servers.CalloutReceiver;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A real authorization server that runs for all scenes, and a host for each of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RealServerScenes {

  final StoryClients clients = new StoryClients();
  private @Nullable RealServer running;
  StoryHost host;

  /** Starts the server with these clients; blocks until it answers. */
  abstract RealServer start(StoryClients clients) throws Exception;

  @BeforeAll
  void startServer() throws Exception {
    long before = System.nanoTime();
    running = start(clients);
    System.out.printf(
        "%s: ready in %.1f s%n", getClass().getSimpleName(), (System.nanoTime() - before) / 1e9);
  }

  @AfterAll
  void stopServer() {
    if (running != null) {
      running.close();
    }
  }

  @BeforeEach
  void startHost() throws Exception {
    host = StoryHost.start(server(), clients);
  }

  @AfterEach
  void stopHost() {
    host.close();
  }

  RealServer server() {
    return Objects.requireNonNull(running, "not started");
  }

  CalloutAuth auth() {
    return host.auth();
  }

  CalloutReceiver receiver() {
    return host.receiver();
  }
}
