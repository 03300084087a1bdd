package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.AuthorizationRequest;
import io.calloutauth.oauth.AuthorizationRequestOptions;
import io.calloutauth.oauth.AuthorizationUri;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistrationBuilder;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.testkit.TokenServer;
import io.calloutauth.testkit.TokenServer.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Authorization requests, pushed ones, and codes that are redeemed, byte for byte. */
class AuthorizationRequestsTest {

  private static final URI CALLBACK = URI.create("https://host.example.com/cb/7?a=b");

  private TokenServer server;
  private TokenClient client;

  @BeforeEach
  void start() throws Exception {
    server = new TokenServer();
    client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private Endpoint endpoint(String path) {
    return Objects.requireNonNull(
        LoopbackPolicy.allowing().check("acme", server.url(path)).endpoint());
  }

  private ClientRegistrationBuilder registration(AuthorizationRequestOptions.Builder options) {
    return Clients.registration(endpoint("/token"))
        .grantType(GrantType.AUTHORIZATION_CODE)
        .scope(Scope.parse("b a"))
        .authorizationRequests(options.build());
  }

  private AuthorizationRequestOptions.Builder options(String path) {
    return AuthorizationRequestOptions.builder().endpoint(endpoint(path));
  }

  private AuthorizationRequestOptions.Builder pushing() {
    return options("/authorize").pushEndpoint(endpoint("/par"));
  }

  private AuthorizationUri made(ClientRegistrationBuilder registration, AuthorizationRequest ask) {
    return client.authorizationUri(Clients.of(registration), ask, Clients.PLENTY);
  }

  private URI ready(ClientRegistrationBuilder registration, AuthorizationRequest request) {
    return ((AuthorizationUri.Ready) made(registration, request)).uri();
  }

  private TokenFailure failure(ClientRegistrationBuilder registration) {
    AuthorizationRequest request = AuthorizationRequest.draw(CALLBACK);
    return ((AuthorizationUri.Failed) made(registration, request)).failure();
  }

  private static Map<String, String> parameters(String query) {
    return Arrays.stream(query.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  private static String s256(Secret verifier) throws Exception {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            MessageDigest.getInstance("SHA-256")
                .digest(verifier.reveal().getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void sendTheBrowserWithStateAndCodeChallenge() throws Exception {
    AuthorizationRequest request = AuthorizationRequest.draw(CALLBACK);

    URI uri =
        ready(
            registration(options("/authorize?tenant=7").parameters(List.of("prompt=a=b c")))
                .requests(
                    RequestOptions.builder()
                        .audience("api")
                        .resources(List.of(URI.create("urn:x")))
                        .build()),
            request);

    assertThat(uri.toString()).startsWith(server.url("/authorize?tenant=7&"));
    assertThat(parameters(uri.getRawQuery()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("tenant", "7"),
                Map.entry("prompt", "a%3Db+c"),
                Map.entry("response_type", "code"),
                Map.entry("client_id", "billing"),
                Map.entry("redirect_uri", "https%3A%2F%2Fhost.example.com%2Fcb%2F7%3Fa%3Db"),
                Map.entry("scope", "b+a"),
                Map.entry("audience", "api"),
                Map.entry("resource", "urn%3Ax"),
                Map.entry("state", request.state().reveal()),
                Map.entry("code_challenge", s256(request.verifier())),
                Map.entry("code_challenge_method", "S256")));
    assertThat(request.state().reveal()).hasSize(43).isNotEqualTo(request.verifier().reveal());
    assertThat(server.arrivedAt("/par")).isEmpty();
  }

  @Test
  void neverLetAnExtraParameterTakeThePlaceOfTheirOwn() {
    AuthorizationRequest request = AuthorizationRequest.draw(CALLBACK);

    URI uri = ready(registration(options("/a").parameters(List.of("state=x"))), request);

    assertThat(parameters(uri.getRawQuery())).containsEntry("state", request.state().reveal());
  }

  @Test
  void arePushedWithTheClientsAuthenticationWhereTheServerHasAPlaceForThem() throws Exception {
    server.serve("/par", new Answer(201, "{\"request_uri\":\"urn:par:1 2\",\"expires_in\":60}"));
    assertThat(failure(registration(pushing())).error()).isEqualTo(TokenError.MALFORMED_RESPONSE);
    server.serve("/par", new Answer(201, "{\"request_uri\":\"urn:par:1&2\",\"expires_in\":60}"));
    AuthorizationRequest request = AuthorizationRequest.draw(CALLBACK);

    URI uri = ready(registration(pushing()), request);

    assertThat(uri)
        .hasToString(server.url("/authorize") + "?client_id=billing&request_uri=urn%3Apar%3A1%262");
    TokenServer.Arrived pushed = server.arrivedAt("/par").toList().get(1);
    assertThat(pushed.authorization()).startsWith("Basic ");
    assertThat(parameters(pushed.body()))
        .containsOnlyKeys(
            "response_type",
            "client_id",
            "redirect_uri",
            "scope",
            "state",
            "code_challenge",
            "code_challenge_method")
        .containsEntry("state", request.state().reveal());
  }

  @ParameterizedTest
  @CsvSource({
    "201, {}, MALFORMED_RESPONSE",
    "200, '{\"request_uri\":7}', MALFORMED_RESPONSE",
    "201, '{\"access_token\":\"a\",\"token_type\":\"Bearer\"}', MALFORMED_RESPONSE",
    "400, '{\"error\":\"invalid_request\"}', INVALID_REQUEST",
    "401, '{\"error\":\"invalid_client\"}', INVALID_CLIENT",
    "503, '', SERVER_UNAVAILABLE"
  })
  void tellWhyNoneCouldBePushed(int status, String body, TokenError error) {
    server.serve("/par", new Answer(status, body));

    TokenFailure failure = failure(registration(pushing()));

    assertThat(failure.error()).isEqualTo(error);
    assertThat(failure.status()).isEqualTo(status);
  }

  @Test
  void hideTheStateThatAServerQuotes() {
    AuthorizationRequest request = AuthorizationRequest.draw(CALLBACK);
    String state = request.state().reveal();
    server.serve(
        "/par",
        new Answer(
            400,
            "{\"error\":\"invalid_request\",\"error_description\":\"bad %s\"}".formatted(state)));

    AuthorizationUri made = made(registration(pushing()), request);

    assertThat(((AuthorizationUri.Failed) made).failure().untrustedDescription())
        .hasValue("bad ***");
    assertThat(made.toString() + request).doesNotContain(state);
    assertThat(new AuthorizationUri.Ready(URI.create("https://a?state=" + state)).toString())
        .doesNotContain(state);
  }

  @Test
  void needAnAuthorizationEndpoint() {
    AuthorizationRequest request = AuthorizationRequest.draw(CALLBACK);
    ClientRegistrationBuilder without = registration(AuthorizationRequestOptions.builder());

    assertThatThrownBy(() -> made(without, request)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void redeemACodeWithItsVerifierAndRedirectUri() {
    GrantInput code =
        new GrantInput.AuthorizationCode(Secret.of("c+1"), Secret.of("ver"), CALLBACK);

    client.fetch(Clients.of(registration(options("/authorize"))), code, Clients.PLENTY);

    assertThat(server.arrivedAt("/token"))
        .singleElement()
        .extracting(TokenServer.Arrived::body)
        .isEqualTo(
            "code=c%2B1&code_verifier=ver&grant_type=authorization_code"
                + "&redirect_uri=https%3A%2F%2Fhost.example.com%2Fcb%2F7%3Fa%3Db");
  }

  @Test
  void redeemACodeAsAPublicClient() {
    GrantInput code = new GrantInput.AuthorizationCode(Secret.of("c"), Secret.of("v"), CALLBACK);
    ClientRegistrationBuilder registration =
        registration(options("/authorize")).clientAuthentication(ClientAuthentication.NONE);

    client.fetch(Clients.of(registration), code, Clients.PLENTY);

    assertThat(parameters(server.arrivedAt("/token").findFirst().orElseThrow().body()))
        .containsEntry("client_id", "billing");
  }

  @Test
  void hideTheCodeAndTheVerifierThatAServerQuotes() {
    server.answerTokens(
        n ->
            new Answer(
                400,
                "{\"error\":\"invalid_grant\","
                    + "\"error_description\":\"no code-0123456 with verifier-9876543\"}"));
    GrantInput code =
        new GrantInput.AuthorizationCode(
            Secret.of("code-0123456"), Secret.of("verifier-9876543"), CALLBACK);

    TokenFailure failure =
        (TokenFailure)
            client.fetch(Clients.of(registration(options("/authorize"))), code, Clients.PLENTY);

    assertThat(failure.untrustedDescription()).hasValue("no *** with ***");
  }
}
