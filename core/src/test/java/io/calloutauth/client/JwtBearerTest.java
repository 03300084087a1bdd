package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.keys.SigningKey;
import io.calloutauth.oauth.BodyFormat;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistrationBuilder;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.redact.Redactor;
import io.calloutauth.testkit.AssertionVerifier;
import io.calloutauth.testkit.FakeServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Token requests of the JWT bearer grant, parameter by parameter and claim by claim. */
class JwtBearerTest {

  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final Instant NOW = Instant.parse("2026-07-01T12:00:00.900Z");
  private static final long SECOND = 1_782_907_200L;
  private static final SigningKey KEY = SigningKey.generate(SigningAlgorithm.RS256);

  private FakeServer server;
  private TokenClient client;

  @BeforeEach
  void start() throws Exception {
    server = FakeServer.start(FakeServer.json(Clients.TOKEN_JSON));
    client =
        HttpTokenClient.builder(LoopbackPolicy.allowing()).clock(InstantSource.fixed(NOW)).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private ClientRegistrationBuilder registration(Consumer<RequestOptions.Builder> change) {
    RequestOptions.Builder options = RequestOptions.builder();
    options
        .assertion()
        .audience("https://login.example.com")
        .keys(Map.of(KEY.kid(), SigningAlgorithm.RS256));
    change.accept(options);
    return Clients.registration(server.endpoint("/token"))
        .grantType(GrantType.JWT_BEARER)
        .clientAuthentication(ClientAuthentication.NONE)
        .scope(Scope.parse("b a"))
        .requests(options.build());
  }

  private static RegisteredClient of(ClientRegistrationBuilder registration) {
    return of(registration, Map.of());
  }

  private static RegisteredClient of(
      ClientRegistrationBuilder registration, Map<String, String> more) {
    Map<String, String> secrets = new HashMap<>(more);
    secrets.put(SecretName.privateKey(KEY.kid()), KEY.privatePart().reveal());
    return Clients.of("acme", registration.build(), secrets);
  }

  private FakeRequest fetched(RegisteredClient registered) throws InterruptedException {
    assertThat(client.fetch(registered, GrantInput.NONE, Clients.PLENTY))
        .isInstanceOf(IssuedToken.class);
    return server.request();
  }

  private static Map<String, Object> claims(SignedJWT assertion) throws Exception {
    return JSONObjectUtils.parse(assertion.getPayload().toString());
  }

  @Test
  void holdsGrantTypeAssertionScopeAndClientId() throws Exception {
    FakeRequest request = fetched(of(registration(o -> o.assertion().grant().subject("ada"))));
    Map<String, String> form = AssertionVerifier.form(request.body());
    SignedJWT assertion = SignedJWT.parse(form.get("assertion"));
    Map<String, Object> claims = claims(assertion);

    assertThat(form).containsOnlyKeys("grant_type", "assertion", "scope", "client_id");
    assertThat(form)
        .containsEntry("grant_type", GRANT)
        .containsEntry("scope", "b a")
        .containsEntry("client_id", "billing");
    assertThat(request.headers()).doesNotContainKey("authorization");
    assertThat(assertion.getHeader().toJSONObject())
        .isEqualTo(Map.of("alg", "RS256", "typ", "JWT", "kid", KEY.kid()));
    assertThat(String.valueOf(claims.remove("jti"))).hasSize(22);
    assertThat(claims)
        .isEqualTo(
            Map.of(
                "iss", "billing",
                "sub", "ada",
                "aud", "https://login.example.com",
                "iat", SECOND - 10,
                "exp", SECOND + 50));
  }

  @Test
  void holdsWhatTheSettingsSayAndNoMore() throws Exception {
    ClientRegistrationBuilder registration =
        registration(
            o -> {
              o.assertion().withoutClientId(true);
              o.assertion()
                  .grant()
                  .issuer("robot@example.com")
                  .lifetime(Duration.ofHours(1))
                  .scopeAsClaim(true)
                  .keyId("key of theirs")
                  .claimNames(List.of("box_sub_type", "https://x/roles", "count"));
            });
    Map<String, String> values =
        Map.of(
            SecretName.claim("box_sub_type"), "enterprise",
            SecretName.claim("https://x/roles"), "[\"a\",{\"b\":null}]",
            SecretName.claim("count"), "12.50");

    Map<String, String> form = AssertionVerifier.form(fetched(of(registration, values)).body());
    SignedJWT assertion = SignedJWT.parse(form.get("assertion"));
    Map<String, Object> claims = claims(assertion);

    assertThat(form).containsOnlyKeys("grant_type", "assertion");
    assertThat(assertion.getHeader().getKeyID()).isEqualTo("key of theirs");
    assertThat(claims.keySet())
        .containsExactlyInAnyOrder(
            "iss", "aud", "iat", "exp", "jti", "scope", "box_sub_type", "https://x/roles", "count");
    assertThat(claims)
        .containsEntry("iss", "robot@example.com")
        .containsEntry("scope", "b a")
        .containsEntry("iat", SECOND - 10)
        .containsEntry("exp", SECOND - 10 + 3_600)
        .containsEntry("box_sub_type", "enterprise");
    assertThat(assertion.getPayload().toString())
        .contains("\"count\":12.50")
        .contains("[\"a\",{\"b\":null}]");
  }

  @Test
  void signsBothAssertionsWithOneKeyAndGivesEachAnIdOfItsOwn() throws Exception {
    ClientRegistrationBuilder registration =
        registration(o -> {}).clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT);

    Map<String, String> form = AssertionVerifier.form(fetched(of(registration)).body());
    SignedJWT own = SignedJWT.parse(form.get("client_assertion"));
    SignedJWT grants = SignedJWT.parse(form.get("assertion"));

    assertThat(own.getHeader().getKeyID()).isEqualTo(grants.getHeader().getKeyID());
    assertThat(own.getJWTClaimsSet().getJWTID()).isNotEqualTo(grants.getJWTClaimsSet().getJWTID());
    assertThat(own.getJWTClaimsSet().getSubject()).isEqualTo("billing");
    assertThat(grants.getJWTClaimsSet().getSubject()).isNull();
  }

  /** The id that is set is what the server calls one key. */
  @Test
  void callsAKeyBesideTheOneThatSignsByItsOwnId() throws Exception {
    SigningKey other = SigningKey.generate(SigningAlgorithm.ES256);
    Map<String, SigningAlgorithm> keys = new LinkedHashMap<>();
    keys.put(KEY.kid(), SigningAlgorithm.RS256);
    keys.put(other.kid(), SigningAlgorithm.ES256);
    String beside = SecretName.privateKey(other.kid());
    RegisteredClient registered =
        of(
            registration(o -> o.assertion().keys(keys).grant().keyId("key of theirs"))
                .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT),
            Map.of(beside, other.privatePart().reveal()));

    assertThat(keyId(registered, SecretName.privateKey(KEY.kid()))).isEqualTo("key of theirs");
    assertThat(keyId(registered, SecretName.beside(beside))).isEqualTo(other.kid());
  }

  private static String keyId(RegisteredClient client, String credential) throws Exception {
    RegisteredClient prepared = new JwtBearer(InstantSource.fixed(NOW)).prepare(client, credential);
    String assertion = prepared.secret(SecretName.GRANT_ASSERTION).orElseThrow().reveal();
    return SignedJWT.parse(assertion).getHeader().getKeyID();
  }

  @Test
  void asksForNoScopeWhereNoneIsSet() throws Exception {
    ClientRegistrationBuilder registration =
        registration(o -> o.assertion().grant().scopeAsClaim(true)).scope(Scope.EMPTY);

    Map<String, String> form = AssertionVerifier.form(fetched(of(registration)).body());

    assertThat(claims(SignedJWT.parse(form.get("assertion")))).doesNotContainKey("scope");
  }

  @Test
  void isWrittenAsJsonBesideASecretWhereTheServerWantsThat() throws Exception {
    ClientRegistrationBuilder registration =
        registration(o -> o.bodyFormat(BodyFormat.JSON))
            .clientAuthentication(ClientAuthentication.CLIENT_SECRET_POST);

    FakeRequest request =
        fetched(of(registration, Map.of(SecretName.CLIENT_SECRET, "a client secret")));

    assertThat(JSONObjectUtils.parse(request.body()))
        .containsOnlyKeys("grant_type", "assertion", "scope", "client_id", "client_secret")
        .containsEntry("client_secret", "a client secret");
  }

  /** A server that quotes what it was sent must not have it kept or shown. */
  @Test
  void hidesTheAssertionThatAServerQuotes() throws Exception {
    RegisteredClient registered = of(registration(o -> {}));
    RegisteredClient prepared = new JwtBearer(InstantSource.fixed(NOW)).prepare(registered, "none");
    Secret assertion = prepared.secret(SecretName.GRANT_ASSERTION).orElseThrow();

    assertThat(Redactor.of(prepared).description("bad: " + assertion.reveal()))
        .isEqualTo("bad: ***");
    assertThat(prepared.toString()).doesNotContain(assertion.reveal());
  }

  /** A hint never stands in the way of the result. */
  @Test
  void anAssertionThatCannotBeReadBackHasNoHint() {
    RegisteredClient prepared =
        of(registration(o -> {})).with(SecretName.GRANT_ASSERTION, Secret.of("e30.e30.e30"));

    assertThat(JwtBearer.hint(prepared, null)).isEmpty();
  }

  @Test
  void tellsWhatWasSignedWhereTheServerRefusesIt() throws Exception {
    try (FakeServer refusing =
        FakeServer.start(
            FakeServer.text(
                """
                HTTP/1.1 400 Bad Request
                Content-Type: application/json
                Date: Wed, 01 Jul 2026 12:01:10 GMT\
                """,
                "{\"error\":\"invalid_grant\"}"))) {
      RegisteredClient registered =
          of(registration(o -> {}).tokenEndpoint(refusing.endpoint("/token")));

      TokenFailure failure =
          (TokenFailure) client.fetch(registered, GrantInput.NONE, Clients.PLENTY);

      assertThat(failure.hint())
          .contains(
              "assertion for https://login.example.com signed with RS256 by key "
                  + KEY.kid()
                  + ", the server's clock is 69 s ahead of ours");
    }
  }
}
