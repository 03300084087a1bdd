package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.keys.PublishedCertificate;
import io.calloutauth.keys.PublishedKey;
import io.calloutauth.oauth.AssertionOptions;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.AssertionVerifier;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.TokenServer;
import io.calloutauth.testkit.TypedKeys;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that sign assertions, at a server that verifies them. */
class ClientAssertionsTest extends NodeTest {

  private static final String SECRET = "a client secret of forty characters long";

  private AssertionVerifier verifier;

  @BeforeEach
  void verify() {
    verifier = new AssertionVerifier(issuer(), node.time.wallClock());
    verifier.guard(server);
  }

  private String issuer() {
    return server.url("/issuer");
  }

  private ProviderSettings.Builder signing(SigningAlgorithm algorithm) {
    return node.settings("signs")
        .issuer(issuer())
        .clientSecret(null)
        .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
        .assertion(a -> a.algorithm(algorithm));
  }

  private ProviderSettings.Builder signingBySecret() {
    return node.settings("signs")
        .issuer(issuer())
        .clientSecret(SECRET)
        .clientAuthentication(ClientAuthentication.CLIENT_SECRET_JWT);
  }

  private Provider registered(ProviderSettings.Builder settings) {
    Provider provider = providers().create(settings.build());
    providers().publicKeys(provider.id()).map(PublicKeySet::jwks).ifPresent(verifier::register);
    return provider;
  }

  private TokenServer.Arrived last(String path) {
    List<TokenServer.Arrived> all = server.arrivedAt(path).toList();
    return all.get(all.size() - 1);
  }

  @ParameterizedTest
  @EnumSource
  void areVerifiedWithTheKeyThatWasMadeAtTheTokenAndTheRevocationEndpoint(
      SigningAlgorithm algorithm) throws Exception {
    Provider provider = registered(signing(algorithm));

    assertThat(node.auth.tokens().obtain(provider.id()).state()).isEqualTo(TokenState.ACTIVE);
    assertThat(node.auth.tokens().revoke(provider.id()).outcome())
        .isEqualTo(RevocationReport.Outcome.REVOKED);

    SignedJWT first = AssertionVerifier.of(last("/token"));
    SignedJWT second = AssertionVerifier.of(last("/revoke"));
    assertThat(verifier.accepts(last("/revoke"))).isTrue();
    assertThat(first.getHeader().getType().getType()).isEqualTo("client-authentication+jwt");
    assertThat(first.getHeader().getKeyID())
        .isEqualTo(providers().publicKeys(provider.id()).orElseThrow().keys().get(0).kid());
    assertThat(first.getJWTClaimsSet().getJWTID()).hasSizeGreaterThanOrEqualTo(22);
    assertThat(second.getJWTClaimsSet().getJWTID())
        .isNotEqualTo(first.getJWTClaimsSet().getJWTID());
    assertThat(first.getJWTClaimsSet().getIssueTime().toInstant())
        .isEqualTo(node.time.wallClock().instant().minusSeconds(10));
    assertThat(first.getJWTClaimsSet().getNotBeforeTime()).isNull();
    assertThat(last("/token").authorization()).isEqualTo("null");
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "PS256"})
  void nameTheKeyByItsCertificateWhereTheSettingsSaySo(SigningAlgorithm algorithm)
      throws Exception {
    server.answerTokens(n -> TokenServer.Answer.token("token-" + n, 3600));
    Provider provider =
        providers()
            .create(signing(algorithm).assertion(a -> a.certificateThumbprint(true)).build());
    PublishedKey key = providers().publicKeys(provider.id()).orElseThrow().keys().get(0);
    PublishedCertificate certificate = key.certificate().orElseThrow();

    node.auth.tokens().obtain(provider.id());
    String next = promoted(provider, TypedKeys.pem(algorithm));
    node.pass(Duration.ofMinutes(5));
    node.auth.tokens().obtain(provider.id());

    List<TokenServer.Arrived> requests = server.arrivedAt("/token").toList();
    SignedJWT first = AssertionVerifier.of(requests.get(0));
    assertThat(first.getHeader().getX509CertSHA256Thumbprint())
        .hasToString(certificate.thumbprintSha256());
    assertThat(first.getHeader().getKeyID()).isNull();
    RSAPublicKey half = (RSAPublicKey) read(certificate).getPublicKey();
    assertThat(first.verify(new RSASSAVerifier(half))).isTrue();
    assertThat(next).isNotEqualTo(certificate.thumbprintSha256());
    assertThat(AssertionVerifier.of(requests.get(1)).getHeader().getX509CertSHA256Thumbprint())
        .hasToString(next);
  }

  /** Returns the thumbprint of the certificate of a key that takes the place of the one before. */
  private String promoted(Provider provider, String typed) {
    Provider added = providers().addKey(provider.id(), provider.version(), typed);
    PublishedKey next = providers().publicKeys(provider.id()).orElseThrow().keys().get(1);
    Provider promoted = providers().promoteKey(provider.id(), added.version(), next.kid());
    String old = providers().publicKeys(provider.id()).orElseThrow().keys().get(1).kid();
    providers().dropKey(provider.id(), promoted.version(), old);
    return next.certificate().orElseThrow().thumbprintSha256();
  }

  private static X509Certificate read(PublishedCertificate certificate) throws Exception {
    byte[] pem = certificate.pem().getBytes(StandardCharsets.US_ASCII);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }

  @Test
  void areVerifiedWithTheClientSecret() {
    verifier.registerSecret(SECRET);
    Provider provider = registered(signingBySecret());

    assertThat(node.auth.tokens().obtain(provider.id()).state()).isEqualTo(TokenState.ACTIVE);
    assertThat(last("/token").body()).doesNotContain("client_secret=");
    assertThat(providers().publicKeys(provider.id())).isEmpty();
  }

  @Test
  void areForTheTokenEndpointOrAnotherTextWhereTheSettingsSaySo() throws Exception {
    Provider endpoint =
        registered(
            signing(SigningAlgorithm.ES256)
                .issuer(null)
                .assertion(a -> a.audience(AssertionOptions.TOKEN_ENDPOINT).withoutClientId(true)));

    assertThatThrownBy(() -> node.auth.tokens().obtain(endpoint.id()))
        .isInstanceOf(TokenErrorException.class);

    SignedJWT jwt = AssertionVerifier.of(last("/token"));
    assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly(server.url("/token"));
    assertThat(jwt.getHeader().getType().getType()).isEqualTo("JWT");
    assertThat(AssertionVerifier.form(last("/token").body())).doesNotContainKey("client_id");
    assertThat(AssertionVerifier.form(last("/token").body())).doesNotContainKey("resource");
  }

  @Test
  void areSignedAnewForEachRequest() throws Exception {
    Provider provider = registered(signing(SigningAlgorithm.ES256));
    node.auth.tokens().obtain(provider.id());
    node.pass(Duration.ofMinutes(5));
    node.auth.tokens().obtain(provider.id());

    assertThat(server.arrivedAt("/token").map(TokenServer.Arrived::body).distinct()).hasSize(2);
  }

  @Test
  void areToldWithWhatWasSignedWhereTheServerDoesNotAcceptThem() {
    Provider provider = registered(signing(SigningAlgorithm.ES256));
    String kid = providers().publicKeys(provider.id()).orElseThrow().keys().get(0).kid();
    verifier.register("{\"keys\":[]}");
    server.answerTokens(
        n ->
            new TokenServer.Answer(
                401,
                "{\"error\":\"invalid_client\",\"error_description\":\"not good: "
                    + AssertionVerifier.form(last("/token").body()).get("client_assertion")
                    + "\"}",
                Map.of()));

    TestReport report = node.auth.tokens().test(provider.id());
    TokenErrorException failure =
        catchThrowableOfType(
            TokenErrorException.class, () -> node.auth.tokens().obtain(provider.id()));

    assertThat(report.steps().get(0).text())
        .startsWith("The server does not accept the client's signature: check there")
        .contains("client assertion for " + issuer() + " signed with ES256 by key " + kid)
        .contains("the server's clock is");
    assertThat(failure.untrustedDescription().orElseThrow()).isEqualTo("not good: ***");
  }

  @Test
  void noCheckAsksForATokenWithAKeyThatNoServerKnows() {
    TestReport report = providers().check(signing(SigningAlgorithm.ES256).build());

    assertThat(report.passed()).isTrue();
    assertThat(report.steps().get(0).text()).contains("register it at the server then, and test");
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void aCheckOfAnEditSignsWithTheKeyThatIsKept() {
    Provider provider = registered(signing(SigningAlgorithm.ES256));

    TestReport report =
        providers().check(provider.toSettings().toBuilder().scope("orders.read").build());

    assertThat(report.passed()).isTrue();
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void nothingThatIsShownHoldsAPrivateKey() {
    try (LogCapture log = LogCapture.start()) {
      Provider provider = registered(signing(SigningAlgorithm.ES256));
      node.auth.tokens().obtain(provider.id());
      String privateKey = KeyedRows.privateKey(node, provider).reveal();

      assertThat(
              List.of(
                  provider.toString(),
                  provider.toMap().toString(),
                  provider.toSettings().toString(),
                  node.events.toString(),
                  providers().publicKeys(provider.id()).orElseThrow().toString(),
                  log.lines().toString()))
          .noneMatch(text -> text.contains(privateKey.substring(60)));
      assertThat(provider.toMap())
          .containsEntry("client_authentication", "private_key_jwt")
          .containsEntry("token_endpoint_auth_signing_alg", "ES256")
          .containsEntry("key_set", provider.keySet().orElseThrow());
    }
  }
}
