package io.calloutauth;

import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.history.History;
import io.calloutauth.jdk.CalloutHttpClient;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.AuthorizationError;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderDocument;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.provider.ProviderTemplate;
import io.calloutauth.provider.SecretResolver;
import io.calloutauth.store.Store;
import io.calloutauth.testing.FakeAuthenticator;
import io.calloutauth.testkit.StandInPolicy;
import io.calloutauth.testkit.TargetServer;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  void aHostHasAnAdministratorAuthorize() {
    CalloutAuth auth =
        CalloutAuth.builder(store).endpointPolicy(PublicEndpoints.builder().build()).build();
    Provider crm =
        auth.providers()
            .create(
                settings()
                    .grantType(GrantType.AUTHORIZATION_CODE)
                    .authorizationRequests(a -> a.endpoint("https://login.example.com/authorize"))
                    .build());
    String loginValue = "random text of this session";
    URI callback = URI.create("https://host.example.com/oauth2/callback/" + crm.id());
    URI request = URI.create(callback + "?error=access_denied&state=nobodys");
    // tag::authorization
    Authorizations authorizations = auth.as("alice").authorizations();
    // POST, your CSRF check and your permission check done: redirect there with status 303
    URI go = authorizations.begin(crm.id(), callback, loginValue);
    // GET at the callback, on any node: the URI as the browser asked for it
    Authorizations.Result result = authorizations.complete(request, loginValue);
    String shown = result.text(); // what came of it, and what to do
    // end::authorization

    assertThat(go.toString()).startsWith("https://login.example.com/authorize?");
    assertThat(result.error()).contains(AuthorizationError.UNKNOWN_STATE);
    assertThat(shown).contains("Begin again");
    auth.close();
  }

  @Test
  void aHostAsksWhatHappened() {
    CalloutAuth auth = CalloutAuth.builder(store).build();
    auth.notifications().bind("invoice-posted", auth.providers().create(settings().build()).id());
    // tag::history
    History.Query lastNight =
        History.Query.last(50).since(Instant.now().minus(Duration.ofHours(12)));
    for (History.Entry entry : auth.history().ofNotification("invoice-posted", lastNight).items()) {
      System.out.println(entry.lastAt() + " " + entry.type() + " " + entry.detail());
    }
    // end::history

    assertThat(auth.history().ofNotification("invoice-posted", lastNight).items())
        .extracting(History.Entry::type)
        .containsExactly("BINDING_MADE");
    auth.close();
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
  void aProviderIsJsonForAHostsRestApi() {
    CalloutAuth auth = CalloutAuth.builder(store).build();
    Provider crm = auth.providers().create(settings().build());
    Map<String, Object> body = Map.of("scope", "more", "client_secret", Map.of("ref", "crm"));
    Map<String, String> secrets = Map.of("crm", "s3cret");
    // tag::document
    Map<String, Object> shown = ProviderDocument.of(crm).toMap(); // client_secret: {"set": true}
    ProviderDocument typed = ProviderDocument.of(body); // what your JSON mapper read
    SecretResolver vault = name -> Optional.ofNullable(secrets.get(name)).map(Secret::of);
    auth.providers().update(crm.id(), crm.version(), typed.toEdit(crm, vault));
    // end::document

    assertThat(shown).containsEntry("client_secret", Map.of("set", true));
    assertThat(auth.providers().find(crm.id()).orElseThrow().scope()).hasToString("more");
    auth.close();
  }

  @Test
  void aProviderStartsFromATemplate() {
    CalloutAuth auth = CalloutAuth.builder(store).build();
    // tag::template
    ProviderTemplate okta = ProviderTemplate.find("okta").orElseThrow(); // all() has every one
    Map<String, String> typed = Map.of("domain", "dev-1.okta.com", "scope", "okta.users.read");
    ProviderSettings draft = okta.fill(typed).toBuilder().name("Okta").clientId("0oa1").build();
    // end::template

    assertThat(auth.providers().create(draft).keySet()).isPresent();
    auth.close();
  }

  @Test
  void aTenantIsTakenElsewhere() throws IOException {
    CalloutAuth auth = CalloutAuth.builder(store).build();
    auth.providers().create(settings().build());
    CalloutAuth elsewhere = CalloutAuth.builder(MemoryStore.create()).build();
    SecretResolver vault = name -> Optional.of(Secret.of("s3cret"));
    StringBuilder file = new StringBuilder();
    // tag::transfer
    auth.transfer().export(file); // all providers and bindings of the tenant, without secrets
    Transfer.Plan plan = elsewhere.transfer().plan(new StringReader(file.toString()), vault);
    ImportReport wouldBe = plan.report(); // nothing is changed yet: show it
    ImportReport done = elsewhere.transfer().apply(plan);
    // end::transfer

    assertThat(done.counts()).isEqualTo(wouldBe.counts());
    assertThat(elsewhere.providers().list(10).items()).hasSize(1);
    elsewhere.close();
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

  @Test
  void aHostWithAnyOtherClientSendsWhileCredentialsAreOffered() throws Exception {
    CalloutAuthenticator callouts = FakeAuthenticator.giving("token-1", "token-2");
    try (TargetServer receiver = TargetServer.refusingTheFirstToken()) {
      HttpClient http = HttpClient.newHttpClient();
      URI target = receiver.uri("/orders");
      // tag::loop
      CalloutCredentials credentials = callouts.authenticate("invoice-posted", "POST", target);
      Optional<CalloutCredentials> next;
      do {
        HttpRequest.Builder attempt = HttpRequest.newBuilder(target).POST(ofString("{}"));
        credentials.applyTo(attempt::header);
        HttpResponse<byte[]> response = http.send(attempt.build(), BodyHandlers.ofByteArray());
        ByteBuffer body = ByteBuffer.wrap(response.body());
        CalloutResponse shown =
            CalloutResponse.of(response.statusCode(), response.headers()::allValues, body);
        next = callouts.afterResponse(credentials, shown);
        credentials = next.orElse(credentials);
      } while (next.isPresent());
      // end::loop

      assertThat(receiver.tokens()).containsExactly("token-1", "token-2");
    }
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
