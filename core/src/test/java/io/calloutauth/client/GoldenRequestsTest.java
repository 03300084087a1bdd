package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.BodyFormat;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.ClientRegistrationBuilder;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.RevocationAuthentication;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.TokenTypeHint;
import io.calloutauth.testkit.FakeServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Token requests that differ from what RFC 6749 says, byte for byte. */
class GoldenRequestsTest {

  private FakeServer server;
  private TokenClient client;

  @BeforeEach
  void start() throws Exception {
    server = FakeServer.start(FakeServer.json(Clients.TOKEN_JSON));
    client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private ClientRegistrationBuilder registration(
      UnaryOperator<RequestOptions.Builder> options, ClientAuthentication authentication) {
    return Clients.registration(server.endpoint("/token"))
        .clientAuthentication(authentication)
        .requests(options.apply(RequestOptions.builder()).build());
  }

  private FakeRequest fetched(ClientRegistrationBuilder registration, String secret)
      throws InterruptedException {
    assertThat(
            client.fetch(Clients.of("acme", registration, secret), GrantInput.NONE, Clients.PLENTY))
        .isInstanceOf(IssuedToken.class);
    return server.request();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s6BhdRkqt3|gX1fBat3bV|czZCaGRSa3F0MzpnWDFmQmF0M2JW",
        "a b|c%d+:e|YSBiOmMlZCs6ZQ==",
        "clïent|sécret€|Y2zDr2VudDpzw6ljcmV04oKs"
      })
  void sendsIdAndSecretAsTheyAreWhereTheServerDoesNotDecodeThem(
      String id, String secret, String encoded) throws Exception {
    FakeRequest request =
        fetched(
            registration(o -> o, ClientAuthentication.CLIENT_SECRET_BASIC_RAW).clientId(id),
            secret);

    assertThat(request.header("authorization")).isEqualTo("Basic " + encoded);
    assertThat(request.body()).isEqualTo("grant_type=client_credentials");
  }

  @Test
  void sendsTheIdOfAGluuServerAsItIs() throws Exception {
    FakeRequest request =
        fetched(
            registration(o -> o, ClientAuthentication.CLIENT_SECRET_BASIC_RAW)
                .clientId("@!412E.2540.0430.FDDA!0001!A2B6.0F60!0008!45CD.44CF.C8A9.3F6F"),
            "Pa55w0rd!");

    assertThat(request.header("authorization")).startsWith("Basic QCE0MTJFLjI1");
  }

  @Test
  void sendsTheIdAloneWhenTheClientHasNoSecret() throws Exception {
    FakeRequest request = fetched(registration(o -> o, ClientAuthentication.NONE), "unused");

    assertThat(request.headers()).doesNotContainKey("authorization");
    assertThat(request.body()).isEqualTo("client_id=billing&grant_type=client_credentials");
  }

  @Test
  void asksForAnAudienceAndForEachResource() throws Exception {
    FakeRequest request =
        fetched(
            registration(
                o ->
                    o.audience("https://api.example.com/a+b c")
                        .resources(
                            List.of(
                                URI.create("https://cal.example.com/"), URI.create("urn:x:y+z"))),
                ClientAuthentication.CLIENT_SECRET_BASIC),
            "s3cret");

    assertThat(request.body())
        .isEqualTo(
            "audience=https%3A%2F%2Fapi.example.com%2Fa%2Bb+c&grant_type=client_credentials"
                + "&resource=https%3A%2F%2Fcal.example.com%2F&resource=urn%3Ax%3Ay%2Bz");
  }

  @Test
  void writesParametersAsJsonWhereTheServerWantsThat() throws Exception {
    FakeRequest request =
        fetched(
            registration(
                    o ->
                        o.bodyFormat(BodyFormat.JSON)
                            .resources(List.of(URI.create("urn:a"), URI.create("urn:b"))),
                    ClientAuthentication.CLIENT_SECRET_POST)
                .scope(Scope.parse("b a")),
            "s\"3\\é+");

    assertThat(request.header("content-type")).isEqualTo("application/json");
    assertThat(request.body())
        .isEqualTo(
            "{\"client_id\":\"billing\",\"client_secret\":\"s\\\"3\\\\é+\","
                + "\"grant_type\":\"client_credentials\",\"resource\":[\"urn:a\",\"urn:b\"],"
                + "\"scope\":\"b a\"}");
  }

  @Test
  void sendsExtrasToTheTokenEndpointAndTheHeadersAmongThemToTheRevocationEndpoint()
      throws Exception {
    ClientRegistration registration =
        registration(
                o ->
                    o.parameterNames(List.of("account_id"))
                        .headerNames(List.of("X-ApplicationKey")),
                ClientAuthentication.CLIENT_SECRET_BASIC)
            .revocationEndpoint(server.endpoint("/revoke"))
            .build();
    Map<String, String> secrets =
        Map.of(
            SecretName.CLIENT_SECRET,
            "s3cret",
            SecretName.parameter("account_id"),
            "7 &+",
            SecretName.header("X-ApplicationKey"),
            "k=y");
    RegisteredClient registered = Clients.of("acme", registration, secrets);

    client.fetch(registered, GrantInput.NONE, Clients.PLENTY);
    FakeRequest token = server.request();
    client.revoke(registered, Secret.of("t1"), TokenTypeHint.ACCESS_TOKEN, Clients.PLENTY);
    FakeRequest revocation = server.request();

    assertThat(token.body()).isEqualTo("account_id=7+%26%2B&grant_type=client_credentials");
    assertThat(token.header("x-applicationkey")).isEqualTo("k=y");
    assertThat(revocation.body()).isEqualTo("token=t1&token_type_hint=access_token");
    assertThat(revocation.header("x-applicationkey")).isEqualTo("k=y");
    assertThat(registered.toString()).doesNotContain("k=y").doesNotContain("7 &");
  }

  /** Such a name was free when it was typed, and got a setting of its own later. */
  @Test
  void sendsItsOwnParameterWhereAStoredOneHasItsName() throws Exception {
    ClientRegistration registration =
        registration(
                o ->
                    o.parameterNames(List.of("scope", "grant_type", "audience"))
                        .audience("urn:orders"),
                ClientAuthentication.CLIENT_SECRET_BASIC)
            .scope(Scope.parse("a"))
            .build();
    Map<String, String> secrets =
        Map.of(
            SecretName.CLIENT_SECRET,
            "s3cret",
            SecretName.parameter("scope"),
            "all",
            SecretName.parameter("grant_type"),
            "password",
            SecretName.parameter("audience"),
            "urn:other");

    client.fetch(Clients.of("acme", registration, secrets), GrantInput.NONE, Clients.PLENTY);

    assertThat(server.request().body())
        .isEqualTo("audience=urn%3Aorders&grant_type=client_credentials&scope=a");
  }

  @ParameterizedTest
  @CsvSource({
    "SAME, Basic YmlsbGluZzpzM2NyZXQ=, token=t1&token_type_hint=access_token",
    "NONE, , token=t1&token_type_hint=access_token",
    "CLIENT_SECRET_BASIC, Basic YmlsbGluZzpzM2NyZXQ=, token=t1&token_type_hint=access_token",
    "CLIENT_SECRET_POST, ,"
        + " client_id=billing&client_secret=s3cret&token=t1&token_type_hint=access_token",
    "CLIENT_ID, , client_id=billing&token=t1&token_type_hint=access_token",
    "BEARER, Bearer t1, token=t1&token_type_hint=access_token"
  })
  void authenticatesAtTheRevocationEndpointAsItsServerWants(
      RevocationAuthentication method, @Nullable String authorization, String body)
      throws Exception {
    ClientRegistrationBuilder registration =
        registration(
                o -> o.revocationAuthentication(method), ClientAuthentication.CLIENT_SECRET_BASIC)
            .revocationEndpoint(server.endpoint("/revoke"));

    client.revoke(
        Clients.of(registration), Secret.of("t1"), TokenTypeHint.ACCESS_TOKEN, Clients.PLENTY);

    FakeRequest request = server.request();
    assertThat(request.body()).isEqualTo(body);
    assertThat(request.headers().get("authorization")).isEqualTo(authorization);
  }

  @ParameterizedTest
  @EnumSource(
      value = RevocationAuthentication.class,
      names = {"CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"})
  void authenticatesInAnotherWayThanAtTheTokenEndpoint(RevocationAuthentication method)
      throws Exception {
    boolean basic = method == RevocationAuthentication.CLIENT_SECRET_BASIC;
    ClientAuthentication other =
        basic ? ClientAuthentication.CLIENT_SECRET_POST : ClientAuthentication.CLIENT_SECRET_BASIC;
    ClientRegistrationBuilder registration =
        registration(o -> o.revocationAuthentication(method), other)
            .revocationEndpoint(server.endpoint("/revoke"));

    client.revoke(
        Clients.of(registration), Secret.of("t1"), TokenTypeHint.ACCESS_TOKEN, Clients.PLENTY);

    FakeRequest request = server.request();
    assertThat(request.headers().containsKey("authorization")).isEqualTo(basic);
    assertThat(request.body().contains("client_secret=s3cret")).isNotEqualTo(basic);
  }

  @ParameterizedTest
  @CsvSource({
    "s3cret, application/x-www-form-urlencoded",
    "sécret, application/x-www-form-urlencoded; charset=UTF-8"
  })
  void namesTheCharsetOfAFormWithValuesBeyondAscii(String secret, String type) throws Exception {
    FakeRequest request =
        fetched(registration(o -> o, ClientAuthentication.CLIENT_SECRET_POST), secret);

    assertThat(request.header("content-type")).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "/api", "https://example.com/#part"})
  void aResourceIsAnAbsoluteUriWithoutFragment(String uri) {
    assertThatThrownBy(() -> RequestOptions.builder().resources(List.of(URI.create(uri))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
