package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jwt.SignedJWT;
import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.AssertionVerifier;
import io.calloutauth.testkit.GrantVerifier;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.TokenServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Providers with the JWT bearer grant, at a server that verifies their assertions. */
class JwtBearerGrantTest extends NodeTest {

  private static final String CLAIM = "canary-of-the-department";

  private GrantVerifier verifier;

  @BeforeEach
  void verify() {
    verifier =
        new GrantVerifier(
            node.time.wallClock(),
            (form, jwt) ->
                "ada".equals(jwt.getJWTClaimsSet().getSubject())
                    && jwt.getJWTClaimsSet().getAudience().contains(issuer()));
    verifier.guard(server);
  }

  private String issuer() {
    return server.url("/issuer");
  }

  private ProviderSettings.Builder asking(String name) {
    return ProviderSettings.jwtBearer()
        .name(name)
        .clientId("billing")
        .issuer(issuer())
        .tokenEndpoint(server.url("/token"))
        .revocationEndpoint(server.url("/revoke"))
        .testEndpoint(server.url("/me"))
        .scope("orders.write")
        .anyOrigin()
        .assertion(a -> a.subject("ada").claim("department", CLAIM));
  }

  private Provider registered(ProviderSettings.Builder settings) {
    Provider provider = providers().create(settings.build());
    providers().publicKeys(provider.id()).map(PublicKeySet::jwks).ifPresent(verifier::register);
    node.auth.notifications().bind(OneNode.N, provider.id());
    return provider;
  }

  private List<SignedJWT> assertions() throws Exception {
    List<SignedJWT> all = new ArrayList<>();
    for (TokenServer.Arrived request : server.arrivedAt("/token").toList()) {
      all.add(GrantVerifier.of(request));
    }
    return all;
  }

  @Test
  void getTokensWithTheKeyThatWasMadeAndANewAssertionForEach() throws Exception {
    registered(asking("a"));

    assertThat(node.token(OneNode.N)).isEqualTo("token-1");
    node.pass(Duration.ofHours(2));
    assertThat(node.token(OneNode.N)).isEqualTo("token-2");

    List<SignedJWT> assertions = assertions();
    assertThat(assertions).hasSize(2);
    assertThat(assertions.get(0).getJWTClaimsSet().getJWTID())
        .isNotEqualTo(assertions.get(1).getJWTClaimsSet().getJWTID());
    assertThat(assertions.get(0).getJWTClaimsSet().getIssueTime())
        .isBefore(assertions.get(1).getJWTClaimsSet().getIssueTime());
  }

  /** The next token is asked for with an assertion: the grant owns no authorization. */
  @Test
  void ignoreARefreshTokenThatComesWithTheToken() {
    Provider provider = registered(asking("a"));
    server.answerTokens(
        n ->
            new TokenServer.Answer(
                200,
                "{\"access_token\":\"token-%d\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
                        .formatted(n)
                    + "\"refresh_token\":\"never-to-be-used\"}",
                Map.of()));

    node.token(OneNode.N);
    node.auth.tokens().refresh(provider.id());

    assertThat(server.arrivedAt("/token").map(TokenServer.Arrived::body))
        .hasSize(2)
        .noneMatch(body -> body.contains("refresh_token") || body.contains("never"));
  }

  @Test
  void areCheckedAndRevokedAsOthersAre() {
    Provider provider = registered(asking("a"));

    assertThat(providers().check(provider.toSettings()).passed()).isTrue();
    assertThat(node.auth.tokens().obtain(provider.id()).state()).isEqualTo(TokenState.ACTIVE);
    assertThat(node.auth.tokens().revoke(provider.id()).outcome())
        .isEqualTo(RevocationReport.Outcome.REVOKED);

    assertThat(server.arrivedAt("/revoke").findFirst().orElseThrow().body())
        .contains("client_id=billing")
        .doesNotContain("assertion=");
  }

  @Test
  void areNotCheckedWithAKeyThatNoServerKnows() {
    TestReport report = providers().check(asking("a").build());

    assertThat(report.passed()).isTrue();
    assertThat(report.steps().get(0).text()).contains("register it at the server then, and test");
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void signBothAssertionsWithOneKeyAtAServerThatVerifiesBoth() {
    AssertionVerifier clients = new AssertionVerifier(issuer(), node.time.wallClock());
    Provider provider =
        registered(asking("a").clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT));
    clients.register(providers().publicKeys(provider.id()).orElseThrow().jwks());

    assertThat(node.token(OneNode.N)).isEqualTo("token-1");

    TokenServer.Arrived request = server.arrivedAt("/token").findFirst().orElseThrow();
    assertThat(clients.accepts(request)).isTrue();
  }

  @Test
  void areToldWhatToDoWhereTheServerRefusesTheAssertion() {
    Provider provider = registered(asking("a").assertion(a -> a.subject("eve")));
    String kid = providers().publicKeys(provider.id()).orElseThrow().keys().get(0).kid();

    TestReport report = node.auth.tokens().test(provider.id());

    assertThat(report.passed()).isFalse();
    assertThat(report.steps().get(0).text())
        .startsWith(
            "The server refuses the assertion: check its issuer, its subject and its audience,")
        .contains("assertion for " + issuer() + " signed with RS256 by key " + kid)
        .contains("invalid_grant");
  }

  @Test
  void areToldToOpenTheConsentPageWhereConsentIsMissing() {
    Provider provider = registered(asking("a"));
    server.answerTokens(n -> TokenServer.Answer.error(400, "consent_required"));

    assertThat(node.auth.tokens().test(provider.id()).steps().get(0).text())
        .startsWith("Open the consent page at the server once")
        .contains("consent_required");
  }

  @Test
  void liftTheWaitOfARefusalByAnEditOfTheAssertion() {
    Provider provider = registered(asking("a").assertion(a -> a.subject("eve")));
    assertThat(node.refusal(OneNode.N)).isInstanceOf(TokenErrorException.class);
    assertThat(node.refusal(OneNode.N)).isInstanceOf(TokenErrorException.class);
    assertThat(server.exchanges()).isEqualTo(1);

    node.edit(provider.id(), draft -> draft.assertion(a -> a.subject("ada")));

    assertThat(node.token(OneNode.N)).isEqualTo("token-2");
  }

  @Test
  void signWithTheSameKeyOnAnotherNodeAndAfterARestart() throws Exception {
    registered(asking("a"));
    node.token(OneNode.N);
    node.pass(Duration.ofHours(2));

    try (Node other = node.another()) {
      assertThat(other.token(OneNode.N)).isEqualTo("token-2");
    }

    assertThat(assertions())
        .hasSize(2)
        .extracting(jwt -> jwt.getHeader().getKeyID())
        .containsOnly(assertions().get(0).getHeader().getKeyID());
  }

  @Test
  void showNeitherAssertionNorClaimNorKey() {
    try (LogCapture log = LogCapture.start()) {
      Provider provider = registered(asking("a"));
      server.answerTokens(
          n ->
              TokenServer.Answer.error(
                  400,
                  "invalid_grant\",\"error_description\":\"no: "
                      + CLAIM
                      + " in "
                      + AssertionVerifier.form(last().body()).get("assertion")));
      TokenErrorException failure =
          catchThrowableOfType(
              TokenErrorException.class, () -> node.auth.tokens().obtain(provider.id()));
      String assertion = AssertionVerifier.form(last().body()).get("assertion");

      assertThat(failure.untrustedDescription().orElseThrow()).isEqualTo("no: *** in ***");
      assertThat(
              List.of(
                  provider.toString(),
                  provider.toMap().toString(),
                  provider.toSettings().toString(),
                  provider.requests().assertion().toString(),
                  String.valueOf(failure.getMessage()),
                  node.events.toString(),
                  log.lines().toString()))
          .noneMatch(text -> text.contains(assertion) || text.contains(CLAIM));
      assertThat(provider.toMap())
          .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
          .containsEntry("assertion_subject", "ada")
          .containsEntry("assertion_lifetime", 60L)
          .containsEntry("claims", List.of("department"));
    }
  }

  private TokenServer.Arrived last() {
    List<TokenServer.Arrived> all = server.arrivedAt("/token").toList();
    return all.get(all.size() - 1);
  }
}
