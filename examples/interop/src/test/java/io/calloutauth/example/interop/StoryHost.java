package io.calloutauth.example.interop;

import io.calloutauth.CalloutAuth;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.example.servers.CalloutReceiver;
import io.calloutauth.example.servers.DemoClient;
import io.calloutauth.example.servers.ReceiverOptions;
import io.calloutauth.jdk.CalloutHttpClient;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * A host that embeds the library, and the partner to whom its callouts go: the partner asks the
 * authorization server about every token. Not serializable.
 */
final class StoryHost implements AutoCloseable {

  static final String SCOPE = String.join(" ", StoryClients.SCOPES);

  private static final String NOTIFICATION = "invoice-posted";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final RealServer server;
  private final StoryClients clients;
  private final CalloutReceiver receiver;
  private final CalloutAuth auth;

  private StoryHost(RealServer server, StoryClients clients, CalloutReceiver receiver)
      throws IOException, GeneralSecurityException {
    this.server = server;
    this.clients = clients;
    this.receiver = receiver;
    this.auth =
        CalloutAuth.builder(MemoryStore.create())
            .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
            .trust(clients.certificates().trust())
            .allowTokenDisclosure()
            .build();
  }

  static StoryHost start(RealServer server, StoryClients clients)
      throws IOException, GeneralSecurityException {
    return new StoryHost(
        server,
        clients,
        CalloutReceiver.start(
            ReceiverOptions.introspecting(
                    server.plain(server.introspectionEndpoint()), clients.receiver())
                .requiredScope("orders.write")
                .build()));
  }

  CalloutAuth auth() {
    return auth;
  }

  CalloutReceiver receiver() {
    return receiver;
  }

  /** Returns right settings for a client of the server. */
  ProviderSettings.Builder settings(ClientAuthentication method) {
    DemoClient client = clients.of(method);
    return ProviderSettings.clientCredentials()
        .name("CRM")
        .tokenEndpoint(server.tokenEndpoint().toString())
        .revocationEndpoint(server.revocationEndpoint().toString())
        .testEndpoint(receiver.testEndpoint().toString())
        .clientAuthentication(method)
        .clientId(client.id())
        .clientSecret(client.secret())
        .scope(SCOPE)
        .origin(receiver.address().toString());
  }

  /** Returns right settings for a client of the server that signs with its secret. */
  ProviderSettings.Builder signingWithSecret() {
    return settings(ClientAuthentication.CLIENT_SECRET_POST)
        .issuer(server.issuer())
        .clientAuthentication(ClientAuthentication.CLIENT_SECRET_JWT)
        .clientId(clients.secretSigning().id())
        .clientSecret(clients.secretSigning().secret());
  }

  /** Returns right settings for a client of the server that signs with a key. */
  ProviderSettings.Builder signing(SigningClient client) {
    return settings(ClientAuthentication.CLIENT_SECRET_POST)
        .issuer(server.issuer())
        .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
        .clientId(client.id())
        .clientSecret(null)
        .assertion(a -> a.algorithm(client.algorithm()).privateKey(client.pem()));
  }

  /** Returns right settings for a client of the server that shows a certificate. */
  ProviderSettings.Builder showing(ShowingClient client) {
    return settings(ClientAuthentication.CLIENT_SECRET_POST)
        .clientAuthentication(client.method())
        .clientId(client.id())
        .clientSecret(null)
        .clientCertificate(client.certificate().typed(), null);
  }

  /** Returns right settings for the client of the server that has the JWT bearer grant. */
  ProviderSettings.Builder bearer(SigningClient key) {
    return settings(ClientAuthentication.CLIENT_SECRET_POST)
        .issuer(server.issuer())
        .grantType(GrantType.JWT_BEARER)
        .clientId(clients.bearer().id())
        .clientSecret(clients.bearer().secret())
        .assertion(
            a ->
                a.algorithm(key.algorithm())
                    .privateKey(key.pem())
                    .issuer(StoryClients.GRANT_ISSUER)
                    .subject(StoryClients.GRANT_SUBJECT));
  }

  /** Adds a provider that the host's callouts authenticate with. */
  ProviderId bind(ProviderSettings settings) {
    ProviderId id = auth.providers().create(settings).id();
    bind(id);
    return id;
  }

  /** Has the host's callouts authenticate with a provider. */
  void bind(ProviderId id) {
    auth.notifications().bind(NOTIFICATION, id);
  }

  /** Edits a provider. */
  void correct(ProviderId id, ProviderSettings settings) {
    Provider before = auth.providers().find(id).orElseThrow();
    auth.providers().update(id, before.version(), settings);
  }

  /** Sends a callout and returns the answer's status. */
  int callout() throws IOException, InterruptedException {
    HttpClient http = CalloutHttpClient.of(auth.callouts(), NOTIFICATION, HTTP);
    return status(http, HttpRequest.newBuilder(receiver.calloutsEndpoint()), "{\"invoice\":1}");
  }

  /** Returns the token that is held. */
  Secret token(ProviderId id) {
    return auth.tokens().accessToken(id, receiver.calloutsEndpoint());
  }

  /** Returns how the partner answers whoever brings a token. */
  int answerTo(Secret token) throws IOException, InterruptedException {
    URI target = receiver.testEndpoint();
    return status(
        HTTP,
        HttpRequest.newBuilder(target).header("Authorization", "Bearer " + token.reveal()),
        "");
  }

  /** Revokes a token at the server without the library's knowledge (RFC 7009 §2.1). */
  int revokeElsewhere(ClientAuthentication method, Secret token)
      throws IOException, InterruptedException {
    DemoClient client = clients.of(method);
    String form = "token=" + encoded(token.reveal());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.plain(server.revocationEndpoint()))
            .header("Content-Type", "application/x-www-form-urlencoded");
    return method == ClientAuthentication.CLIENT_SECRET_BASIC
        ? status(HTTP, request.header("Authorization", "Basic " + basic(client)), form)
        : status(HTTP, request, form + "&" + posted(client));
  }

  private static String posted(DemoClient client) {
    return "client_id=" + encoded(client.id()) + "&client_secret=" + encoded(client.secret());
  }

  static String basic(DemoClient client) {
    String both = encoded(client.id()) + ":" + encoded(client.secret());
    return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static int status(HttpClient http, HttpRequest.Builder request, String body)
      throws IOException, InterruptedException {
    HttpRequest post = request.POST(BodyPublishers.ofString(body)).build();
    return http.send(post, BodyHandlers.discarding()).statusCode();
  }

  @Override
  public void close() {
    auth.close();
    receiver.close();
  }
}
