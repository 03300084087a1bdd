package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.oauth.AssertionOptions;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.GrantVerifier;
import io.calloutauth.testkit.TokenServer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * What known vendors want of the JWT bearer grant, each at a server that checks what the vendor
 * documents and refuses the rest: a test first meets the refusal, then leaves nothing out.
 */
class JwtBearerVendorsTest extends NodeTest {

  private static Duration left(JWTClaimsSet claims, Instant now) {
    return Duration.between(now, claims.getExpirationTime().toInstant());
  }

  private static Duration lifetime(JWTClaimsSet claims) {
    Date issued = claims.getIssueTime();
    return Duration.between(issued.toInstant(), claims.getExpirationTime().toInstant());
  }

  private GrantVerifier server(GrantVerifier.Rules rules) {
    GrantVerifier verifier =
        new GrantVerifier(
            node.time.wallClock(),
            (form, jwt) ->
                jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
                    && rules.accept(form, jwt));
    verifier.guard(server);
    return verifier;
  }

  private Instant now() {
    return node.time.wallClock().instant();
  }

  private ProviderSettings.Builder draft(String name) {
    return ProviderSettings.jwtBearer()
        .name(name)
        .tokenEndpoint(server.url("/token"))
        .testEndpoint(server.url("/me"))
        .anyOrigin();
  }

  private Provider bound(ProviderSettings.Builder draft) {
    Provider provider = providers().create(draft.build());
    node.auth.notifications().bind(OneNode.N, provider.id());
    return provider;
  }

  private PublicKeySet keys(Provider provider) {
    return providers().publicKeys(provider.id()).orElseThrow();
  }

  /** An edit without which the vendor refuses. */
  private void assertNeeded(Provider provider, UnaryOperator<ProviderSettings.Builder> edit) {
    assertThat(node.refusal(OneNode.N))
        .isInstanceOfSatisfying(
            TokenErrorException.class,
            refused -> assertThat(refused.code()).contains("invalid_grant"));
    node.edit(provider.id(), edit);
  }

  /**
   * Salesforce: the consumer key signs for a user at the login host, by a key whose certificate was
   * uploaded, for three minutes at most. There is no secret, and no {@code expires_in} comes back.
   */
  @Test
  void salesforce() {
    GrantVerifier salesforce =
        server(
            (form, jwt) ->
                jwt.getJWTClaimsSet().getIssuer().equals("3MVG9.key")
                    && "robot@example.com".equals(jwt.getJWTClaimsSet().getSubject())
                    && jwt.getJWTClaimsSet().getAudience().contains("https://login.salesforce.com")
                    && left(jwt.getJWTClaimsSet(), now()).toMinutes() < 3
                    && !form.containsKey("client_secret"));
    salesforce.guard(
        server,
        n ->
            new TokenServer.Answer(
                200,
                "{\"access_token\":\"00D!%d\",\"token_type\":\"Bearer\",\"scope\":\"api\"}"
                    .formatted(n)));
    Provider provider =
        bound(
            draft("Salesforce")
                .clientId("3MVG9.key")
                .defaultLifetime(Duration.ofHours(2))
                .assertion(
                    a -> a.subject("robot@example.com").audience("https://test.salesforce.com")));
    salesforce.register(keys(provider).jwks());

    assertNeeded(provider, d -> d.assertion(a -> a.audience("https://login.salesforce.com")));
    salesforce.register(keys(provider).jwks()); // another audience is another place: another key

    assertThat(node.token(OneNode.N)).isEqualTo("00D!2");
    node.pass(Duration.ofMinutes(80));
    assertThat(node.token(OneNode.N)).as("kept for the lifetime that is set").isEqualTo("00D!2");
  }

  /**
   * Google: a service account signs by the key in its JSON file, which Google knows by an id of its
   * own, for the token endpoint, with the scope inside, for an hour from its issue at most. The
   * request has nothing beside.
   */
  @Test
  void googleServiceAccounts() throws Exception {
    GrantVerifier google =
        server(
            (form, jwt) ->
                form.keySet().equals(Set.of("grant_type", "assertion"))
                    && jwt.getJWTClaimsSet().getIssuer().equals("robot@x.iam.gserviceaccount.com")
                    && jwt.getJWTClaimsSet().getAudience().contains(server.url("/token"))
                    && "https://www.googleapis.com/auth/pubsub"
                        .equals(jwt.getJWTClaimsSet().getStringClaim("scope"))
                    && lifetime(jwt.getJWTClaimsSet()).compareTo(Duration.ofHours(1)) <= 0);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    KeyPair pair = generator.generateKeyPair();
    google.register("f1d2d2f9", new RSAKey.Builder((RSAPublicKey) pair.getPublic()).build());
    String inTheFile =
        "-----BEGIN PRIVATE KEY-----\\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded())
                .replace("\n", "\\n")
            + "\\n-----END PRIVATE KEY-----\\n";
    Provider provider =
        bound(
            draft("Google")
                .clientId("robot@x.iam.gserviceaccount.com")
                .scope("https://www.googleapis.com/auth/pubsub")
                .assertion(
                    a ->
                        a.audience(AssertionOptions.TOKEN_ENDPOINT)
                            .lifetime(Duration.ofHours(1))
                            .withoutClientId(true)
                            .privateKey(inTheFile)
                            .keyId("f1d2d2f9")));

    assertNeeded(provider, d -> d.assertion(a -> a.scopeAsClaim(true)));

    assertThat(node.token(OneNode.N)).isEqualTo("token-2");
  }

  /**
   * DocuSign: an integration key signs for a user, whose id is the subject, with the host without a
   * scheme as the audience and the scope inside; and the user has to consent once.
   */
  @Test
  void docuSign() {
    GrantVerifier docuSign =
        server(
            (form, jwt) ->
                jwt.getJWTClaimsSet().getIssuer().equals("2da1cb14-key")
                    && "464f7988-user".equals(jwt.getJWTClaimsSet().getSubject())
                    && jwt.getJWTClaimsSet().getAudience().contains("account-d.docusign.com")
                    && "signature impersonation"
                        .equals(jwt.getJWTClaimsSet().getStringClaim("scope"))
                    && !form.containsKey("scope")
                    && lifetime(jwt.getJWTClaimsSet()).compareTo(Duration.ofHours(1)) <= 0);
    docuSign.guard(server, n -> TokenServer.Answer.error(400, "consent_required"));
    Provider provider =
        bound(
            draft("DocuSign")
                .clientId("2da1cb14-key")
                .scope("signature impersonation")
                .assertion(a -> a.subject("464f7988-user").audience("account-d.docusign.com")));
    docuSign.register(keys(provider).jwks());

    assertNeeded(provider, d -> d.assertion(a -> a.scopeAsClaim(true)));
    TestReport report = node.auth.tokens().test(provider.id());
    assertThat(report.steps().get(0).text()).startsWith("Open the consent page at the server once");

    docuSign.guard(server);
    node.pass(Duration.ofMinutes(5));
    assertThat(node.auth.tokens().obtain(provider.id()).state()).isEqualTo(TokenState.ACTIVE);
  }

  /**
   * Box: an application signs for the enterprise, which it says in a claim of Box's own, by a key
   * that Box gives an id, for 60 seconds at most, and sends its secret beside.
   */
  @Test
  void box() throws Exception {
    GrantVerifier box =
        server(
            (form, jwt) ->
                jwt.getJWTClaimsSet().getIssuer().equals("box-app")
                    && "1234567".equals(jwt.getJWTClaimsSet().getSubject())
                    && "enterprise".equals(jwt.getJWTClaimsSet().getClaim("box_sub_type"))
                    && jwt.getJWTClaimsSet().getAudience().contains(server.url("/token"))
                    && isIdOfBox(jwt.getJWTClaimsSet().getJWTID())
                    && left(jwt.getJWTClaimsSet(), now()).toSeconds() <= 60
                    && lifetime(jwt.getJWTClaimsSet()).toSeconds() <= 60
                    && "box-app".equals(form.get("client_id"))
                    && "s3cret of box".equals(form.get("client_secret")));
    Provider provider =
        bound(
            draft("Box")
                .clientId("box-app")
                .clientAuthentication(ClientAuthentication.CLIENT_SECRET_POST)
                .clientSecret("s3cret of box")
                .assertion(
                    a ->
                        a.subject("1234567")
                            .audience(AssertionOptions.TOKEN_ENDPOINT)
                            .claim("box_sub_type", "enterprise")));
    RSAKey made = JWK.parse(keys(provider).keys().get(0).jwk()).toRSAKey();
    box.register("k9x2", made); // as Box calls the key whose PEM an administrator pasted there

    assertNeeded(provider, d -> d.assertion(a -> a.keyId("k9x2")));

    assertThat(node.token(OneNode.N)).isEqualTo("token-2");
    assertThat(provider.toMap()).containsEntry("claims", List.of("box_sub_type"));
    SignedJWT last = GrantVerifier.of(server.arrivedAt("/token").toList().get(1));
    assertThat(last.getHeader().toJSONObject())
        .isEqualTo(Map.of("alg", "RS256", "typ", "JWT", "kid", "k9x2"));
  }

  private static boolean isIdOfBox(String id) {
    return id.length() >= 16 && id.length() <= 128;
  }
}
