package io.calloutauth.example.servers;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/**
 * Starts an authorization server and a receiver of callouts, prints what a client needs to know,
 * and runs until it is stopped. From a fresh clone:
 *
 * <pre>{@code
 * mvn -q compile -P servers -pl examples/servers -am
 * }</pre>
 */
public final class Main {

  private Main() {}

  /**
   * Runs until the process is stopped. Needs no arguments.
   *
   * @throws IOException if no port is to be had
   * @throws InterruptedException if the thread is interrupted
   */
  public static void main(String... arguments) throws IOException, InterruptedException {
    DemoClient client = DemoClient.builder("billing").scopes("orders.read", "orders.write").build();
    var options = AuthorizationServerOptions.builder().client(client).build();
    try (var server = AuthorizationServer.start(options);
        var receiver =
            CalloutReceiver.start(
                ReceiverOptions.trusting(server).requiredScope("orders.write").build())) {
      describe(server, receiver, client);
      untilStopped();
    }
  }

  private static void describe(
      AuthorizationServer server, CalloutReceiver receiver, DemoClient client) {
    line("token endpoint", server.tokenEndpoint());
    line("revocation endpoint", server.revocationEndpoint());
    line("test endpoint", receiver.testEndpoint());
    line("callouts go to", receiver.calloutsEndpoint());
    line("client id", client.id());
    // Made for this run and needed by whoever tries it: the one place that prints a secret.
    line("client secret", client.secret());
    line("scopes", String.join(" ", client.scopes()));
    System.out.println("Ctrl-C stops both.");
  }

  private static void line(String name, Object value) {
    System.out.printf("%-20s %s%n", name, value);
  }

  private static void untilStopped() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
