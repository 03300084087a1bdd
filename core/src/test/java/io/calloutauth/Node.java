package io.calloutauth;

import io.calloutauth.client.NimbusTokenClient;
import io.calloutauth.client.PublicEndpoints;
import io.calloutauth.engine.ManualWorld;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.seal.SecretCipher;
import io.calloutauth.store.Store;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * A whole host on one manual world: a store, a token server, and one or more built objects over
 * them (the nodes of a cluster). Requests really go over HTTP to loopback.
 */
final class Node implements AutoCloseable {

  static final String TARGET = "https://api.example.com/orders";

  final ManualWorld time;
  final Store store;
  final SecretCipher cipher;
  final TokenServer server;
  final UnaryOperator<CalloutAuthBuilder> settings;
  final CalloutAuthTenants tenants;
  final CalloutAuth auth;
  final List<CalloutAuthEvent> events = new CopyOnWriteArrayList<>();

  private Node(
      ManualWorld time,
      Store store,
      SecretCipher cipher,
      TokenServer server,
      UnaryOperator<CalloutAuthBuilder> settings) {
    this.time = time;
    this.store = store;
    this.cipher = cipher;
    this.server = server;
    this.settings = settings;
    PublicEndpoints policy = PublicEndpoints.builder().allowLoopbackHttp().build();
    CalloutAuthBuilder builder =
        CalloutAuth.builder(store)
            .cipher(cipher)
            .endpointPolicy(policy)
            .listener(events::add)
            .client(NimbusTokenClient.builder(policy).clock(time.wallClock()).build())
            .world(time.world());
    this.tenants = settings.apply(builder).buildForTenants();
    this.auth = tenants.tenant("acme");
  }

  /** Starts a node with a memory store of its own. */
  static Node start(TokenServer server) {
    return start(server, UnaryOperator.identity());
  }

  /** Starts a node with a memory store of its own, and with settings. */
  static Node start(TokenServer server, UnaryOperator<CalloutAuthBuilder> settings) {
    ManualWorld time = new ManualWorld();
    Store store = MemoryStore.create(time.wallClock());
    return new Node(time, store, SealingKeys.ephemeral(), server, settings);
  }

  /** Starts a node over a store that the test made. */
  static Node over(Store store, ManualWorld time, TokenServer server) {
    return new Node(time, store, SealingKeys.ephemeral(), server, UnaryOperator.identity());
  }

  /** Starts another node on the same store, keys and time, with the same settings. */
  Node another() {
    return new Node(time, store, cipher, server, settings);
  }

  /** Returns settings with every endpoint at the token server. */
  ProviderSettings.Builder settings(String name) {
    return ProviderSettings.clientCredentials()
        .name(name)
        .tokenEndpoint(server.url("/token"))
        .revocationEndpoint(server.url("/revoke"))
        .testEndpoint(server.url("/me"))
        .clientId("billing")
        .clientSecret("s3cret of " + name)
        .scope("orders.write");
  }

  /** Creates a provider and binds a notification to it. */
  Provider bound(String notificationId) {
    Provider provider = auth.providers().create(settings("CRM of " + notificationId).build());
    auth.notifications().bind(notificationId, provider.id());
    return provider;
  }

  /** Returns the token that a callout of a notification would carry, waiting for it if need be. */
  String token(String notificationId) {
    return bearer(auth.callouts().authenticate(notificationId, "POST", URI.create(TARGET)));
  }

  /** Returns the token of credentials. */
  static String bearer(CalloutCredentials credentials) {
    StringBuilder value = new StringBuilder();
    credentials.applyTo((name, text) -> value.append(text));
    return value.substring("Bearer ".length());
  }

  /** Lets time pass. */
  void pass(Duration duration) {
    time.pass(duration);
  }

  /** Waits until no exchange runs or waits on this node. */
  void awaitQuiet() {
    Eventually.holds(
        () -> auth.health().exchangesRunning() == 0 && auth.health().exchangesWaiting() == 0);
  }

  @Override
  public void close() {
    tenants.close();
  }
}
