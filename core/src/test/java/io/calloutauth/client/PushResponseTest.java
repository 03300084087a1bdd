package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.client.ClientAuthenticator.Credential;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.Advice;
import io.calloutauth.oauth.AuthorizationRequest;
import io.calloutauth.oauth.AuthorizationRequestOptions;
import io.calloutauth.oauth.AuthorizationUri;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenFailure.Source;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A response to a pushed request puts no secret of that request into the browser's address. */
class PushResponseTest {

  private static final String COMMON = "urn:ietf:params:oauth:request_uri:";
  private static final String SECRET = "s3cret/of+the client";
  private static final PushResponseParser PARSER = PushResponseParser.by(InstantSource.system());
  private static final AuthorizationRequest REQUEST =
      AuthorizationRequest.draw(URI.create("https://host.example.com/cb/7"));

  static final List<UnaryOperator<String>> FORMS =
      List.of(
          secret -> URLEncoder.encode(secret, StandardCharsets.UTF_8),
          secret -> URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"),
          secret -> secret.replace(" ", "+"),
          secret -> secret.replace(" ", "%20").toUpperCase(Locale.ROOT),
          secret -> HexFormat.of().formatHex(bytes(secret)),
          secret -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(secret)),
          secret -> "b:" + Base64.getEncoder().encodeToString(bytes("billing:" + secret)),
          secret -> "x".repeat(1_900) + secret.substring(4, 13));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Endpoint endpoint(String path) {
    return Objects.requireNonNull(
        LoopbackPolicy.allowing().check("acme", "http://127.0.0.1:1" + path).endpoint());
  }

  private static Credential credential(ClientAuthentication method, Map<String, String> more) {
    ClientRegistration registration =
        Clients.registration(endpoint("/token"))
            .grantType(GrantType.AUTHORIZATION_CODE)
            .clientAuthentication(method)
            .authorizationRequests(
                AuthorizationRequestOptions.builder()
                    .endpoint(endpoint("/authorize"))
                    .pushEndpoint(endpoint("/par"))
                    .build())
            .build();
    Map<String, String> secrets = new HashMap<>(more);
    secrets.put(SecretName.CLIENT_SECRET, SECRET + ", 32 bytes at least");
    secrets.put(SecretName.STATE, REQUEST.state().reveal());
    return Clients.credential(Clients.of("acme", registration, secrets));
  }

  private static Credential credential() {
    return credential(ClientAuthentication.CLIENT_SECRET_BASIC, Map.of());
  }

  private static AuthorizationUri made(Credential credential, int status, String body) {
    HttpResult response =
        HttpResult.of(status, Map.of("content-type", List.of("application/json")), bytes(body));
    return PARSER.parse(
        credential,
        response,
        new AuthorizationParameters(credential.client().registration(), REQUEST));
  }

  private static AuthorizationUri made(Credential credential, String requestUri) {
    return made(
        credential, 201, "{\"request_uri\":\"%s\",\"expires_in\":60}".formatted(requestUri));
  }

  private static TokenFailure failure(AuthorizationUri made) {
    TokenFailure failure = ((AuthorizationUri.Failed) made).failure();
    assertThat(failure.source()).isEqualTo(Source.PUSHED_AUTHORIZATION_REQUEST_ENDPOINT);
    return failure;
  }

  @ParameterizedTest
  @FieldSource("FORMS")
  void holdsTheClientSecretInNoForm(UnaryOperator<String> form) {
    for (String start :
        List.of(COMMON, "urn:x:", "http://127.0.0.1:1/par/", "https://a.example/")) {
      TokenFailure failure = failure(made(credential(), start + form.apply(SECRET)));

      assertThat(failure.error()).isEqualTo(TokenError.FOREIGN_TOKEN);
      assertThat(Advice.on(failure)).contains("request_uri", "browser").doesNotContain("token");
    }
  }

  @Test
  void isNotTheStateNorAnAssertionNorAnExtraValue() {
    Credential signing =
        credential(
            ClientAuthentication.CLIENT_SECRET_JWT,
            Map.of(SecretName.header("X-Key"), "key-of-16-chars-"));
    String assertion = signing.client().secret(SecretName.CLIENT_ASSERTION).orElseThrow().reveal();

    for (String echo : List.of(assertion, REQUEST.state().reveal(), "key-of-16-chars-")) {
      assertThat(failure(made(signing, COMMON + echo)).error()).isEqualTo(TokenError.FOREIGN_TOKEN);
    }
  }

  /** A server may keep the request in a JWT of its own, and anything may be a part of a URL. */
  @Test
  void mayHaveItsOriginAndAHeaderInCommonWithARequest() {
    Credential signing =
        credential(
            ClientAuthentication.CLIENT_SECRET_JWT,
            Map.of(
                SecretName.header("X-Tenant"), "acme",
                SecretName.parameter("server"), "http://127.0.0.1:1/api",
                SecretName.parameter("type"), "urn:ietf:params:oauth:token-type:x"));
    String assertion = signing.client().secret(SecretName.CLIENT_ASSERTION).orElseThrow().reveal();
    String own = assertion.substring(0, assertion.indexOf('.')) + "..x.y.z";

    assertThat(
            Stream.of(COMMON + own, "urn:acme:1", "http://127.0.0.1:1/par/1")
                .map(uri -> made(signing, uri)))
        .allMatch(made -> made instanceof AuthorizationUri.Ready);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "urn:", "/par/1", "urn:a b", "urn:a\\\"b", "urn:<b>", "urn:ä", "LONG"})
  void isAnAbsoluteUri(String uri) {
    String sent = uri.replace("LONG", "urn:" + "a".repeat(2_045));

    TokenFailure failure = failure(made(credential(), sent));

    assertThat(failure.error()).isEqualTo(TokenError.MALFORMED_RESPONSE);
    assertThat(Advice.on(failure))
        .isEqualTo(
            "The response has no request_uri that can be used: check the URL of the pushed"
                + " authorization request endpoint");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "201|{\"request_uri\":\"urn:1\",\"error\":\"invalid_request\"}|INVALID_REQUEST|requires",
        "201|{\"access_token\":\"a\",\"token_type\":\"mac\"}|MALFORMED_RESPONSE|has no request_uri",
        "404|<html>no</html>|UNEXPECTED_STATUS|There is no pushed authorization request endpoint",
        "401|''|INVALID_CLIENT|and the URL of the pushed authorization request endpoint",
        "302|''|REDIRECT_REFUSED|check that it is the pushed authorization request endpoint",
        "301|''|REDIRECT_REFUSED|The pushed authorization request endpoint redirects",
      })
  void isToldAsThatOfItsOwnEndpoint(int status, String body, TokenError error, String words) {
    TokenFailure failure = failure(made(credential(), status, body));

    assertThat(failure.error()).isEqualTo(error);
    assertThat(Advice.on(failure)).contains(words).doesNotContain("token");
  }

  @Test
  void tellsWhereARedirectOfThatEndpointLeads() {
    HttpResult redirect = HttpResult.of(308, Map.of("location", List.of("/par/")), new byte[0]);

    AuthorizationUri made =
        PARSER.parse(
            credential(),
            redirect,
            new AuthorizationParameters(credential().client().registration(), REQUEST));

    assertThat(failure(made).hint()).hasValue("/par/ (it differs by a slash at the end)");
  }

  @Test
  void isMissedAsThatOfItsOwnEndpoint() {
    HttpResult none =
        HttpResult.none(
            new HttpResult.RequestFailure(
                HttpFailure.UNREACHABLE, InFlightRequest.HttpStage.CONNECT, "connecting"));

    AuthorizationUri made =
        PARSER.parse(
            credential(),
            none,
            new AuthorizationParameters(credential().client().registration(), REQUEST));

    assertThat(Advice.on(failure(made)))
        .isEqualTo("The pushed authorization request endpoint" + Advice.OUT_OF_REACH);
  }
}
