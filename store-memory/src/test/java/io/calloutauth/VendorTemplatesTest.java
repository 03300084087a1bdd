package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.provider.ProviderTemplate;
import io.calloutauth.testkit.AssertionVerifier;
import io.calloutauth.testkit.StandInPolicy;
import io.calloutauth.testkit.TokenServer;
import io.calloutauth.testkit.TypedKeys;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each template at a server that plays what its vendor documents: it takes the filled template, and
 * refuses it without that vendor's quirk.
 */
class VendorTemplatesTest {

  /** What the vendor's token endpoint takes. */
  private interface Rule {
    boolean takes(Map<String, String> form, TokenServer.Arrived request) throws ParseException;
  }

  private static final String ORIGIN = "https://api.example.com";

  private TokenServer server;
  private final List<Node> nodes = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
  }

  @AfterEach
  void stop() {
    nodes.forEach(Node::close);
    server.close();
  }

  private Provider create(String template, String host, Map<String, String> values) {
    StandInPolicy policy = new StandInPolicy("https://" + host, server.url(""));
    Node node =
        Node.start(
            server,
            builder ->
                builder.endpointPolicy(policy).client(HttpTokenClient.builder(policy).build()));
    nodes.add(node);
    ProviderSettings filled = ProviderTemplate.find(template).orElseThrow().fill(values);
    ProviderSettings.Builder draft = filled.toBuilder().name(template).clientId("client");
    if (template.equals("google")) {
      draft.assertion(a -> a.privateKey(TypedKeys.pem(SigningAlgorithm.RS256)));
    } else if (!Set.of("okta", "docusign").contains(template)) {
      draft.clientSecret("s3cret~+/=");
    }
    return node.auth.providers().create(draft.build());
  }

  private void answer(String path, Rule rule, String body) {
    server.answerTokens(n -> takes(path, rule) ? new TokenServer.Answer(200, body) : refusal());
  }

  private boolean takes(String path, Rule rule) {
    try {
      var requests = server.arrivedAt(path).toList();
      TokenServer.Arrived last = requests.get(requests.size() - 1);
      return rule.takes(AssertionVerifier.form(last.body()), last);
    } catch (ParseException | RuntimeException other) {
      return false;
    }
  }

  private static TokenServer.Answer refusal() {
    return TokenServer.Answer.error(400, "invalid_request");
  }

  private static String token(String more) {
    return "{\"access_token\":\"vendors-token\",\"token_type\":\"Bearer\"%s}".formatted(more);
  }

  private Node node() {
    return nodes.get(0);
  }

  private TokenStatus obtain(Provider provider) {
    node().pass(Duration.ofMinutes(1));
    return node().auth.tokens().obtain(provider.id());
  }

  private void assertNeeded(Provider provider, UnaryOperator<ProviderSettings.Builder> without) {
    Provider edited = node().edit(provider.id(), without);
    assertThatThrownBy(() -> obtain(edited)).isInstanceOf(TokenErrorException.class);
  }

  private static JWTClaimsSet claims(Map<String, String> form, String name) throws ParseException {
    return SignedJWT.parse(form.get(name)).getJWTClaimsSet();
  }

  private static boolean inBody(Map<String, String> form, TokenServer.Arrived request) {
    return "client".equals(form.get("client_id"))
        && "s3cret~+/=".equals(form.get("client_secret"))
        && request.authorization().equals("null");
  }

  @Test
  void entraIdWantsADefaultScope() {
    answer(
        "/directory-1/oauth2/v2.0/token",
        (form, request) ->
            inBody(form, request) && form.getOrDefault("scope", "").endsWith("/.default"),
        token(",\"expires_in\":\"3599\",\"ext_expires_in\":\"3599\",\"refresh_in\":1800"));
    Provider provider =
        create(
            "entra-id",
            "login.microsoftonline.com",
            Map.of(
                "tenant", "directory-1",
                "resource", "https://graph.microsoft.com",
                "origin", "https://graph.microsoft.com"));

    assertThat(obtain(provider).state()).isEqualTo(TokenState.ACTIVE);
    assertNeeded(
        provider, d -> d.clientSecret("s3cret~+/=").scope("https://graph.microsoft.com/User.Read"));
  }

  @Test
  void oktaWantsAnAssertionForTheTokenEndpoint() {
    String path = "/oauth2/v1/token";
    answer(
        path,
        (form, request) ->
            claims(form, "client_assertion").getAudience().contains(server.url(path))
                && form.getOrDefault("scope", "").startsWith("okta."),
        token(",\"expires_in\":3600,\"scope\":\"okta.users.read\""));
    Provider provider =
        create(
            "okta",
            "dev-1.okta.com",
            Map.of("domain", "dev-1.okta.com", "scope", "okta.users.read"));

    assertThat(obtain(provider).state()).isEqualTo(TokenState.ACTIVE);
    assertNeeded(provider, d -> d.assertion(a -> a.audience(null)));
  }

  @Test
  void auth0WantsAnAudience() {
    answer(
        "/oauth/token",
        (form, request) ->
            inBody(form, request) && "https://orders.example.com".equals(form.get("audience")),
        token(",\"expires_in\":86400"));
    Provider provider =
        create(
            "auth0",
            "acme.eu.auth0.com",
            Map.of(
                "domain", "acme.eu.auth0.com",
                "audience", "https://orders.example.com",
                "origin", ORIGIN));

    assertThat(obtain(provider).state()).isEqualTo(TokenState.ACTIVE);
    assertThat(provider.revocationEndpoint()).isEmpty();
    assertNeeded(provider, d -> d.requests(r -> r.audience(null)));
  }

  @Test
  void keycloakSaysThatNoRefreshTokenLives() {
    answer(
        "/realms/sales/protocol/openid-connect/token",
        (form, request) -> request.authorization().startsWith("Basic "),
        token(
            ",\"expires_in\":60,\"refresh_expires_in\":0,\"not-before-policy\":0,"
                + "\"scope\":\"profile email\""));
    Provider provider =
        create(
            "keycloak",
            "sso.example.com",
            Map.of("base", "https://sso.example.com", "realm", "sales", "origin", ORIGIN));

    assertThat(obtain(provider).state()).isEqualTo(TokenState.ACTIVE);
    server.serve("/realms/sales/protocol/openid-connect/revoke", new TokenServer.Answer(200, ""));
    assertThat(node().auth.tokens().revoke(provider.id()).outcome())
        .isEqualTo(RevocationReport.Outcome.REVOKED);
    assertNeeded(
        provider, d -> d.clientSecret(null).clientAuthentication(ClientAuthentication.NONE));
  }

  @Test
  void googleWantsTheAssertionAloneWithTheScopeInside() {
    answer(
        "/token",
        (form, request) ->
            form.keySet().equals(Set.of("grant_type", "assertion"))
                && SignedJWT.parse(form.get("assertion")).getHeader().getKeyID().equals("k-1")
                && claims(form, "assertion").getStringClaim("scope").endsWith("/auth/pubsub"),
        token(",\"expires_in\":3599"));
    Provider provider =
        create(
            "google",
            "oauth2.googleapis.com",
            Map.of(
                "scope", "https://www.googleapis.com/auth/pubsub",
                "key_id", "k-1",
                "origin", "https://pubsub.googleapis.com"));

    assertThat(obtain(provider).state()).isEqualTo(TokenState.ACTIVE);
    assertNeeded(provider, d -> d.assertion(a -> a.scopeAsClaim(false)));
  }

  @Test
  void salesforceSaysNoLifetimeAndRevokesWithTheTokenAlone() {
    answer(
        "/services/oauth2/token",
        VendorTemplatesTest::inBody,
        token(
            ",\"instance_url\":\"https://acme.my.salesforce.com\",\"issued_at\":\"1700000000000\""));
    Provider provider = create("salesforce", "acme.my.salesforce.com", Map.of("domain", "acme"));

    TokenStatus status = obtain(provider);
    assertThat(
            Duration.between(node().time.wallClock().instant(), status.expiresAt().orElseThrow()))
        .isBetween(Duration.ofMinutes(13), Duration.ofMinutes(15));
    String path = "/services/oauth2/revoke";
    server.serve(path, TokenServer.Answer.error(400, "invalid_token"));
    assertThat(node().auth.tokens().revoke(provider.id()).outcome())
        .isEqualTo(RevocationReport.Outcome.ALREADY_INVALID);
    assertThat(AssertionVerifier.form(server.arrivedAt(path).toList().get(0).body()))
        .containsEntry("token", "vendors-token")
        .doesNotContainKeys("client_id", "client_secret");
    assertThat(server.arrivedAt(path).toList().get(0).authorization()).isEqualTo("null");
  }

  /** The same token comes again with a later end: that is progress. */
  @Test
  void serviceNowExtendsTheTokenThatThereIs() {
    answer(
        "/oauth_token.do",
        VendorTemplatesTest::inBody,
        token(",\"expires_in\":1799,\"scope\":\"useraccount\""));
    Provider provider = create("servicenow", "acme.service-now.com", Map.of("instance", "acme"));

    TokenStatus first = obtain(provider);
    node().pass(Duration.ofMinutes(20));
    TokenStatus second = obtain(provider);

    assertThat(second.expiresAt().orElseThrow()).isAfter(first.expiresAt().orElseThrow());
  }

  @Test
  void zoomWantsItsOwnGrantTypeAndTheAccount() {
    answer(
        "/oauth/token",
        (form, request) ->
            "account_credentials".equals(form.get("grant_type"))
                && "acc0unt".equals(form.get("account_id"))
                && request.authorization().startsWith("Basic "),
        token(",\"expires_in\":3599,\"scope\":[\"meeting:read\",\"user:read\"]"));
    Provider provider = create("zoom", "zoom.us", Map.of("account_id", "acc0unt"));

    assertThat(obtain(provider).state()).isEqualTo(TokenState.ACTIVE);
    assertNeeded(provider, d -> d.grantType(GrantType.CLIENT_CREDENTIALS));
  }

  @Test
  void cognitoWantsTheScopeOfAResourceServer() {
    answer(
        "/oauth2/token",
        (form, request) ->
            request.authorization().startsWith("Basic ")
                && "orders/write".equals(form.get("scope")),
        token(",\"expires_in\":3600"));
    Provider provider =
        create(
            "cognito",
            "acme.auth.eu-central-1.amazoncognito.com",
            Map.of(
                "domain", "acme",
                "region", "eu-central-1",
                "scope", "orders/write",
                "origin", ORIGIN));

    assertThat(obtain(provider).state()).isEqualTo(TokenState.ACTIVE);
    assertThat(provider.revocationEndpoint()).isEmpty();
    assertNeeded(provider, d -> d.scope("orders.write"));
  }

  @Test
  void docusignWantsTheHostWithoutASchemeAndToImpersonate() {
    answer(
        "/oauth/token",
        (form, request) ->
            claims(form, "assertion").getAudience().contains("account-d.docusign.com")
                && "user-1".equals(claims(form, "assertion").getSubject())
                && claims(form, "assertion").getStringClaim("scope").contains("impersonation"),
        token(",\"expires_in\":3600"));
    Provider provider =
        create(
            "docusign",
            "account-d.docusign.com",
            Map.of("host", "account-d.docusign.com", "user", "user-1", "origin", ORIGIN));

    assertThat(obtain(provider).state()).isEqualTo(TokenState.ACTIVE);
    assertNeeded(provider, d -> d.assertion(a -> a.audience("https://account-d.docusign.com")));
  }
}
