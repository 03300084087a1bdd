package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.jdk.CalloutHttpClient;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.Store;
import io.calloutauth.testkit.StandInPolicy;
import io.calloutauth.testkit.TargetServer;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the README shows of a host that needs more than the first example, compiled and run. */
class ReadmeHostTest {

  private final Store store = MemoryStore.create();

  @Test
  void aHostWithManyTenantsGoesThroughATenant() {
    ProviderSettings settings = settings().build();
    // tag::tenants
    CalloutAuthTenants tenants = CalloutAuth.builder(store).buildForTenants();
    CalloutAuth acme = tenants.tenant("acme").as("alice"); // who does it, for the audit trail
    acme.providers().create(settings);
    // end::tenants

    assertThat(acme.providers().findByName("CRM")).isPresent();
    assertThat(tenants.tenant("other").providers().findByName("CRM")).isEmpty();
    tenants.close();
  }

  @Test
  void aHostOpensItsOwnNetwork() {
    // tag::network
    PublicEndpoints policy =
        PublicEndpoints.builder()
            .allowCidr("10.20.0.0/16") // your own network; allowCidrForTenant for one tenant
            .allowHostAndPort("login.corp.internal", 8443) // exactly this, wherever it leads
            .allowLoopbackHttp() // for development
            .build();
    CalloutAuth auth = CalloutAuth.builder(store).endpointPolicy(policy).build();
    // end::network

    assertThat(auth.health().relaxations()).hasSize(3);
    assertThat(
            auth.providers()
                .create(settings().tokenEndpoint("https://login.corp.internal:8443/token").build())
                .name())
        .isEqualTo("CRM");
    auth.close();
  }

  @Test
  void aHostHearsWhatAdministratorsDo() {
    List<String> auditTrail = new ArrayList<>();
    // tag::listener
    CalloutAuthListener audit = event -> auditTrail.add(event.toString());
    CalloutAuth auth = CalloutAuth.builder(store).listener(audit).build();
    // end::listener
    auth.as("alice").providers().create(settings().build());

    assertThat(auditTrail).anyMatch(line -> line.matches("PROVIDER_CREATED\\[.*actor=alice.*]"));
    auth.close();
  }

  @Test
  void aHostNeedNotBlock() throws Exception {
    CalloutAuthenticator callouts = CalloutAuthenticator.fixed("test-token");
    URI target = URI.create(Node.TARGET);
    // tag::async
    CompletionStage<Integer> status =
        callouts
            .authenticateAsync("invoice-posted", "POST", target)
            .thenCompose(credentials -> send(target, credentials));
    // end::async

    assertThat(status.toCompletableFuture().get(20, TimeUnit.SECONDS)).isEqualTo(204);
  }

  private static CompletionStage<Integer> send(URI target, CalloutCredentials credentials) {
    assertThat(target).hasHost("api.example.com");
    return CompletableFuture.completedFuture(
        Node.bearer(credentials).equals("test-token") ? 204 : 401);
  }

  @Test
  void aHostsOwnTestsNeedNoAuthorizationServer() throws IOException, InterruptedException {
    try (TargetServer target = TargetServer.refusingTheFirstToken()) {
      HttpRequest callout = HttpRequest.newBuilder(target.uri("/orders")).build();
      // tag::testing
      CalloutAuthenticator callouts = CalloutAuthenticator.fixed("test-token");
      HttpClient http =
          CalloutHttpClient.of(callouts, "invoice-posted", HttpClient.newHttpClient());
      http.send(callout, BodyHandlers.ofString()); // Authorization: Bearer test-token
      // end::testing

      assertThat(target.tokens()).containsExactly("test-token");
    }
  }

  @Test
  void aQueueParksWhatNoRetryMends() throws Exception {
    Queue queue = new Queue();
    try (CalloutAuth auth = CalloutAuth.builder(store).build()) {
      HttpClient http =
          CalloutHttpClient.of(auth.callouts(), "never-bound", HttpClient.newHttpClient());
      deliver(queue, http, "1");
    }

    assertThat(queue.parked).containsExactly("1");
    assertThat(queue.later).isEmpty();
  }

  @Test
  void aQueueSendsLaterWhatARetryMends() throws Exception {
    Queue queue = new Queue();
    CalloutAuth auth = CalloutAuth.builder(store).build();
    HttpClient http =
        CalloutHttpClient.of(auth.callouts(), "invoice-posted", HttpClient.newHttpClient());
    auth.close();
    deliver(queue, http, "1");

    assertThat(queue.later).containsExactly("1");
    assertThat(queue.parked).isEmpty();
  }

  private static void deliver(Queue queue, HttpClient http, String delivery) throws Exception {
    HttpRequest callout = HttpRequest.newBuilder(URI.create(Node.TARGET)).build();
    // tag::dispatcher
    try {
      http.send(callout, BodyHandlers.discarding());
    } catch (CalloutNotSentException notSent) {
      CalloutAuthException reason = notSent.reason();
      if (reason.retryable()) {
        queue.later(delivery, reason.retryAfter().orElse(Duration.ofSeconds(30)));
      } else {
        queue.park(delivery, reason.getMessage()); // no message holds a secret
      }
    }
    // end::dispatcher
  }

  /** A host's queue of deliveries. */
  private static final class Queue {
    private final List<String> later = new ArrayList<>();
    private final List<String> parked = new ArrayList<>();

    void later(String delivery, Duration wait) {
      assertThat(wait).isPositive();
      later.add(delivery);
    }

    void park(String delivery, @Nullable String reason) {
      assertThat(reason).isNotEmpty();
      parked.add(delivery);
    }
  }

  private static ProviderSettings.Builder settings() {
    return ProviderSettings.clientCredentials()
        .name("CRM")
        .tokenEndpoint("https://login.example.com/token")
        .clientId("billing")
        .clientSecret("s3cret")
        .anyOrigin();
  }

  @Test
  void anIssuerFillsInWhatItsServerSays() throws IOException {
    TokenServer server = new TokenServer();
    server.serve(
        "/.well-known/oauth-authorization-server",
        new TokenServer.Answer(
            200,
            "{\"issuer\":\"%s\",\"token_endpoint\":\"%s\"}"
                .formatted(server.url(""), server.url("/token"))));
    try (server;
        CalloutAuth auth =
            CalloutAuth.builder(MemoryStore.create())
                .endpointPolicy(new StandInPolicy("https://login.example.com", server.url("")))
                .build()) {
      // tag::discovery
      DiscoveryReport report = auth.discovery().fetch("https://login.example.com");
      ProviderSettings.Builder draft = report.settings().toBuilder(); // go on from here
      Map<ProviderField, URI> ask = report.toConfirm(); // endpoints of other hosts: left out
      // end::discovery

      assertThat(report.found()).isTrue();
      assertThat(ask).isEmpty();
      assertThat(draft.build().toString()).isNotEmpty();
      assertThat(report.filled()).containsKey(ProviderField.TOKEN_ENDPOINT);
    }
  }
}
