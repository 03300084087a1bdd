package io.calloutauth.example.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.Authorizations;
import io.calloutauth.CalloutAuth;
import io.calloutauth.TokenState;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.example.servers.AuthorizationServer;
import io.calloutauth.example.servers.AuthorizationServerOptions;
import io.calloutauth.example.servers.DemoClient;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.AuthorizationError;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The authorization code grant at Spring Authorization Server, through its own login form. */
class SpringAuthorizationCodeTest {

  private static final String LOGIN = "session 7";
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  private AuthorizationServer server;
  private CalloutAuth auth;
  private HttpClient browser;

  @BeforeEach
  void start() {
    server =
        AuthorizationServer.start(
            AuthorizationServerOptions.builder().user("ada", "lovelace").build());
    auth =
        CalloutAuth.builder(MemoryStore.create())
            .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
            .build();
    browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  }

  @AfterEach
  void stop() {
    auth.close();
    server.close();
  }

  /** As an administrator does: the provider first, then its redirect URI at the server. */
  private Provider registered(boolean pushes) {
    DemoClient.Builder client = DemoClient.builder("crm").scopes("orders.read").secret("s3cret");
    Provider provider =
        auth.providers()
            .create(
                ProviderSettings.authorizationCode()
                    .name("CRM")
                    .tokenEndpoint(server.tokenEndpoint().toString())
                    .revocationEndpoint(server.revocationEndpoint().toString())
                    .clientId("crm")
                    .clientSecret("s3cret")
                    .scope("orders.read")
                    .authorizationRequests(
                        a ->
                            a.endpoint(server.authorizationEndpoint().toString())
                                .pushEndpoint(
                                    pushes
                                        ? server.pushedAuthorizationRequestEndpoint().toString()
                                        : null))
                    .anyOrigin()
                    .build());
    server.register(client.redirectUri(callback(provider)).build());
    return provider;
  }

  private static URI callback(Provider provider) {
    return URI.create("http://127.0.0.1:8080/callback/" + provider.id());
  }

  private Authorizations alice() {
    return auth.as("alice").authorizations();
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).header("Accept", "text/html").build();
    return browser.send(request, BodyHandlers.ofString());
  }

  private URI redirect(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(302);
    return server.issuer().resolve(response.headers().firstValue("Location").orElseThrow());
  }

  /** Follows the browser's way until it is sent back, logging in where it is asked to. */
  private URI sentBack(URI go) throws IOException, InterruptedException {
    URI login = redirect(get(go));
    Matcher csrf = CSRF.matcher(get(login).body());
    assertThat(csrf.find()).isTrue();
    String form =
        "username=ada&password=lovelace&_csrf="
            + URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8);
    HttpRequest typed =
        HttpRequest.newBuilder(login)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    return redirect(get(redirect(browser.send(typed, BodyHandlers.ofString()))));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void authorizesThroughTheLoginForm(boolean pushes) throws Exception {
    Provider provider = registered(pushes);

    URI back = sentBack(alice().begin(provider.id(), callback(provider), LOGIN));
    Authorizations.Result result = alice().complete(back, LOGIN);

    assertThat(back.toString()).startsWith(callback(provider) + "?code=");
    assertThat(result.isDone()).isTrue();
    assertThat(result.scope().tokens()).containsExactly("orders.read");
    assertThat(auth.tokens().status(provider.id()).state()).isEqualTo(TokenState.ACTIVE);
    assertThat(server.tokensIssued()).isEqualTo(1);
    assertThat(alice().complete(back, LOGIN).error())
        .as("a reload of the page")
        .contains(AuthorizationError.UNKNOWN_STATE);
    assertThat(server.tokensIssued()).isEqualTo(1);
  }

  /** It names no issuer (PROTOCOL: no RFC 9207), so nothing may be redeemed where one is due. */
  @Test
  void namesNoIssuer() throws Exception {
    Provider made = registered(false);
    Provider provider =
        auth.providers()
            .update(
                made.id(),
                made.version(),
                made.toSettings().toBuilder()
                    .issuer(server.issuer().toString())
                    .clientSecret("s3cret")
                    .authorizationRequests(a -> a.issuerInResponses(true))
                    .build());

    URI back = sentBack(alice().begin(provider.id(), callback(provider), LOGIN));

    assertThat(alice().complete(back, LOGIN).error()).contains(AuthorizationError.ISSUER_MISSING);
    assertThat(server.tokensIssued()).isZero();
  }

  @Test
  void redeemsNoCodeThatAnotherRequestGot() throws Exception {
    Provider provider = registered(false);
    URI first = sentBack(alice().begin(provider.id(), callback(provider), LOGIN));
    String state =
        alice()
            .begin(provider.id(), callback(provider), LOGIN)
            .getRawQuery()
            .split("state=", 2)[1]
            .split("&", 2)[0];
    URI mixed = URI.create(first.toString().replaceFirst("state=[^&]+", "state=" + state));

    Authorizations.Result result = alice().complete(mixed, LOGIN);

    assertThat(result.error()).contains(AuthorizationError.CODE_REFUSED);
    assertThat(result.code()).contains("invalid_grant");
    assertThat(server.tokensIssued()).isZero();
  }
}
