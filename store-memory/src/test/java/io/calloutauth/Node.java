package io.calloutauth;

import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.seal.SecretCipher;
import io.calloutauth.store.Store;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A whole host on one manual world: a store, a token server, and one or more built objects over
 * them (the nodes of a cluster). Requests really go over HTTP to loopback.
 */
public final class Node implements AutoCloseable {

  static final String TARGET = "https://api.example.com/orders";

  private static final int LOOKS_OF_A_MINUTE = 50;
  private static final Duration STEP = Duration.ofMinutes(10);

  public final ManualWorld time;
  public final Store store;
  final SecretCipher cipher;
  final TokenServer server;
  final UnaryOperator<CalloutAuthBuilder> settings;
  final CalloutAuthTenants tenants;
  public final CalloutAuth auth;
  public final List<CalloutAuthEvent> events = new CopyOnWriteArrayList<>();

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
            .client(HttpTokenClient.builder(policy).clock(time.wallClock()).build())
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

  /** Returns settings with an endpoint policy, and a client that goes by it. */
  static UnaryOperator<CalloutAuthBuilder> under(PublicEndpoints policy) {
    return builder ->
        builder.endpointPolicy(policy).client(HttpTokenClient.builder(policy).build());
  }

  /** Returns the same with a time that connecting, and a token request in all, may take. */
  static UnaryOperator<CalloutAuthBuilder> under(PublicEndpoints policy, Duration most) {
    return builder ->
        builder
            .endpointPolicy(policy)
            .client(HttpTokenClient.builder(policy).connectTimeout(most).build())
            .requestTimeout(most);
  }

  /** Starts a node over a store that the test made. */
  public static Node over(Store store, ManualWorld time, TokenServer server) {
    return over(store, time, server, UnaryOperator.identity());
  }

  /** Starts a node over a store that the test made, and with settings. */
  static Node over(
      Store store,
      ManualWorld time,
      TokenServer server,
      UnaryOperator<CalloutAuthBuilder> settings) {
    return new Node(time, store, SealingKeys.ephemeral(), server, settings);
  }

  /** Starts a node over a store and with keys that the test made. */
  static Node over(Store store, SecretCipher keys, ManualWorld time, TokenServer server) {
    return over(store, keys, time, server, UnaryOperator.identity());
  }

  /** Starts a node over a store, with keys and with settings that the test made. */
  static Node over(
      Store store,
      SecretCipher keys,
      ManualWorld time,
      TokenServer server,
      UnaryOperator<CalloutAuthBuilder> settings) {
    return new Node(time, store, keys, server, settings);
  }

  /** Starts another node on the same store, keys and time, with the same settings. */
  Node another() {
    return new Node(time, store, cipher, server, settings);
  }

  /** Starts another node on the same store and time, with other keys. */
  Node another(SecretCipher keys) {
    return new Node(time, store, keys, server, settings);
  }

  /** Returns settings with every endpoint at the token server. */
  public ProviderSettings.Builder settings(String name) {
    return ProviderSettings.clientCredentials()
        .name(name)
        .tokenEndpoint(server.url("/token"))
        .revocationEndpoint(server.url("/revoke"))
        .testEndpoint(server.url("/me"))
        .clientId("billing")
        .clientSecret("s3cret of " + name)
        .scope("orders.write")
        .anyOrigin();
  }

  /** Creates a provider and binds a notification to it. */
  public Provider bound(String notificationId) {
    Provider provider = auth.providers().create(settings("CRM of " + notificationId).build());
    auth.notifications().bind(notificationId, provider.id());
    return provider;
  }

  /**
   * Creates a provider whose token may go to the target and to the token server, and binds a
   * notification to it.
   */
  Provider boundToOrigins(String notificationId) {
    Provider provider =
        auth.providers()
            .create(
                settings("CRM")
                    .noOrigins()
                    .origin("https://api.example.com")
                    .origin(server.url(""))
                    .build());
    auth.notifications().bind(notificationId, provider.id());
    return provider;
  }

  /** Returns the token that a callout of a notification would carry, waiting for it if need be. */
  public String token(String notificationId) {
    return bearer(auth.callouts().authenticate(notificationId, "POST", URI.create(TARGET)));
  }

  /** Asks for a callout's credentials, and waits for nothing; fails those who get no answer. */
  public CompletableFuture<CalloutCredentials> later(String notificationId) {
    return answeredInTime(
        auth.callouts().authenticateAsync(notificationId, "POST", URI.create(TARGET)));
  }

  /** Asks in the same way, and has more patience than time passes in a test. */
  CompletableFuture<CalloutCredentials> patiently(String notificationId) {
    return answeredInTime(
        auth.callouts()
            .authenticateAsync(notificationId, "POST", URI.create(TARGET), Duration.ofDays(1)));
  }

  private static CompletableFuture<CalloutCredentials> answeredInTime(
      CompletionStage<CalloutCredentials> answer) {
    CompletableFuture<CalloutCredentials> asked = answer.toCompletableFuture();
    CompletableFuture.delayedExecutor(45, TimeUnit.SECONDS)
        .execute(() -> asked.completeExceptionally(new AssertionError("no answer in 45 seconds")));
    return asked;
  }

  /** Returns a callout's credentials, waiting for them if need be. */
  CalloutCredentials credentials(String notificationId) {
    return auth.callouts().authenticate(notificationId, "POST", URI.create(TARGET));
  }

  /**
   * Waits for a condition while a minute of the node's time passes every quarter of a second, in
   * all less than a token lives: the node's threads get time to do what fell due.
   */
  void awaitWithinMinutes(BooleanSupplier condition) {
    AtomicInteger looks = new AtomicInteger();
    Eventually.holds(
        () -> {
          if (looks.getAndIncrement() % LOOKS_OF_A_MINUTE == 0) {
            pass(Duration.ofMinutes(1));
          }
          return condition.getAsBoolean();
        });
  }

  /** Makes a callout and lets a renewal that it starts end; false when there was no token. */
  boolean serves(String notificationId) {
    try {
      token(notificationId);
      return true;
    } catch (CalloutAuthException none) {
      return false;
    } finally {
      awaitQuiet();
    }
  }

  /** Makes a callout that has to fail, and returns why it did. */
  public CalloutAuthException refusal(String notificationId) {
    try {
      throw new AssertionError("served with " + token(notificationId));
    } catch (CalloutAuthException reason) {
      return reason;
    } finally {
      awaitQuiet();
    }
  }

  /** Shows an answer without challenges, and returns what the callout is to be sent again with. */
  Optional<CalloutCredentials> answered(CalloutCredentials used, int status) {
    return auth.callouts().afterResponse(used, CalloutResponse.of(status, name -> List.of()));
  }

  /** Edits a provider. */
  public Provider edit(ProviderId id, UnaryOperator<ProviderSettings.Builder> change) {
    Provider before = auth.providers().find(id).orElseThrow();
    ProviderSettings edited = change.apply(before.toSettings().toBuilder()).build();
    return auth.providers().update(id, before.version(), edited);
  }

  /** Returns the token of credentials. */
  public static String bearer(CalloutCredentials credentials) {
    StringBuilder value = new StringBuilder();
    credentials.applyTo((name, text) -> value.append(text));
    return value.substring("Bearer ".length());
  }

  /** Lets time pass, and lets every node's watch for the others' changes keep up with it. */
  public void pass(Duration duration) {
    Eventually.holds(time::isEachPollDone);
    boolean watching = time.tasks() > 0;
    Duration left = duration;
    while (left.compareTo(STEP) > 0) {
      time.pass(STEP);
      left = left.minus(STEP);
      Eventually.holds(() -> (!watching || time.tasks() > 0) && time.isEachPollDone());
    }
    time.pass(left);
    Eventually.holds(() -> (!watching || time.tasks() > 0) && time.isEachPollDone());
  }

  /**
   * Lets time pass in steps until a condition holds, and none while an exchange runs or waits on
   * this node: that takes no longer because this machine is slow.
   */
  void passUntil(Duration step, BooleanSupplier condition) {
    Eventually.holds(
        () -> {
          if (isQuiet()) {
            time.pass(step);
          }
          return condition.getAsBoolean();
        });
  }

  /** Waits until no exchange runs or waits on this node. */
  public void awaitQuiet() {
    Eventually.holds(this::isQuiet);
  }

  /** Looks twice: what waits at the first look may run when it is asked what waits. */
  private boolean isQuiet() {
    return Stream.generate(auth::health)
        .limit(2)
        .allMatch(at -> at.tokenRequestsRunning() == 0 && at.tokenRequestsWaiting() == 0);
  }

  @Override
  public void close() {
    tenants.close();
  }
}
