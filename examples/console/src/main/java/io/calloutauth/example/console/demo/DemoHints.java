package io.calloutauth.example.console.demo;

import io.calloutauth.example.console.Announced;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Prints what a new provider of the demo's own server has to be given. */
@Component
@Order
@ConditionalOnProperty("console.demo")
final class DemoHints implements Announced {

  private final DemoServers servers;

  DemoHints(DemoServers servers) {
    this.servers = servers;
  }

  @Override
  public List<String> lines() {
    return List.of(
        "",
        "For a provider of your own (everything but the secret is on the page Demo as well):",
        "  token endpoint       " + servers.server().tokenEndpoint(),
        "  revocation endpoint  " + servers.server().revocationEndpoint(),
        "  test endpoint        " + servers.receiver().testEndpoint(),
        "  client id            " + servers.billing().id(),
        // Made for this run and needed by whoever tries it: the one place that prints a secret.
        "  client secret        " + servers.billing().secret(),
        "  scope                orders.read orders.write",
        "Ctrl-C stops everything.");
  }
}
