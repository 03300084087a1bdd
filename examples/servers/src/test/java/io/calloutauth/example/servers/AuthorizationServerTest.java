package io.calloutauth.example.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AuthorizationServerTest {

  private static final DemoClient BILLING =
      DemoClient.builder("billing")
          .scopes("orders.read", "orders.write")
          .lifetime(Duration.ofSeconds(90))
          .build();

  private static AuthorizationServer server;

  @BeforeAll
  static void start() {
    server =
        AuthorizationServer.start(
            AuthorizationServerOptions.builder().client(BILLING).audience("partners").build());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void issuesAnRs256TokenToAClientThatAuthenticatesWithBasic() throws Exception {
    var answer = Http.exchangeWithBasic(server, BILLING.id(), BILLING.secret(), "orders.write");

    assertThat(answer.statusCode()).isEqualTo(200);
    var json = Http.json(answer);
    assertThat(json).containsEntry("token_type", "Bearer").doesNotContainKey("refresh_token");
    assertThat(json.get("expires_in"))
        .asInstanceOf(InstanceOfAssertFactories.LONG)
        .isBetween(60L, 90L);
    SignedJWT token = SignedJWT.parse(Http.text(answer, "access_token"));
    assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(claims.getAudience()).containsExactly("partners");
    assertThat(claims.getIssuer()).isEqualTo(server.issuer().toString());
    assertThat(claims.getStringListClaim("scope")).containsExactly("orders.write");
  }

  @Test
  void issuesATokenToAClientThatAuthenticatesWithPost() throws Exception {
    var answer = Http.exchangeWithPost(server, BILLING, "orders.read");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Http.json(answer)).containsEntry("scope", "orders.read");
  }

  @Test
  void refusesAWrongSecret() throws Exception {
    var answer = Http.exchangeWithBasic(server, BILLING.id(), "guessed", "orders.read");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(Http.json(answer)).containsEntry("error", "invalid_client");
  }

  @Test
  void refusesAScopeThatTheClientMayNotHave() throws Exception {
    var answer = Http.exchangeWithBasic(server, BILLING.id(), BILLING.secret(), "orders.delete");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Http.json(answer)).containsEntry("error", "invalid_scope");
  }

  @Test
  void countsExchangesThatSucceeded() throws Exception {
    int before = server.tokensIssued();

    Http.exchangeWithBasic(server, BILLING.id(), "guessed", "");
    String token = Http.token(server, BILLING, "");
    Http.token(server, BILLING, "");
    Http.revoke(server, BILLING, token);

    assertThat(server.tokensIssued()).isEqualTo(before + 2);
  }

  @Test
  void namesItselfTheSameHoweverItIsReached() throws Exception {
    var form = "grant_type=client_credentials";
    URI local = URI.create("http://localhost:" + server.issuer().getPort() + "/oauth2/token");

    var answer = Http.exchangeAt(local, BILLING, form);

    SignedJWT token = SignedJWT.parse(Http.text(answer, "access_token"));
    assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo(server.issuer().toString());
  }

  @Test
  void publishesItsEndpoints() throws Exception {
    var metadata =
        Http.json(Http.get(server.issuer().resolve("/.well-known/oauth-authorization-server")));

    assertThat(metadata)
        .containsEntry("issuer", server.issuer().toString())
        .containsEntry("token_endpoint", server.tokenEndpoint().toString())
        .containsEntry("revocation_endpoint", server.revocationEndpoint().toString())
        .containsEntry("introspection_endpoint", server.introspectionEndpoint().toString())
        .containsEntry("jwks_uri", server.jwksEndpoint().toString());
  }

  @Test
  void publishesNoPrivateKey() throws Exception {
    var answer = Http.get(server.jwksEndpoint());

    assertThat(Http.json(answer)).containsKey("keys");
    assertThat(answer.body()).contains("\"n\":").doesNotContain("\"d\":");
  }

  @Test
  void refusesTwoClientsOfOneId() {
    var options =
        AuthorizationServerOptions.builder()
            .client(BILLING)
            .client(DemoClient.builder("billing").build())
            .build();

    assertThatThrownBy(() -> AuthorizationServer.start(options))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void freesItsPortWhenClosed() throws Exception {
    var second = AuthorizationServer.start(AuthorizationServerOptions.builder().build());
    int port = second.issuer().getPort();

    second.close();
    second.close();

    try (var socket = new ServerSocket()) {
      socket.bind(Loopback.at(port));
      assertThat(socket.isBound()).isTrue();
    }
  }

  @Test
  void keepsSecretsOutOfTexts() {
    assertThat(List.of(BILLING.toString(), DemoClient.builder("x").secret("s3cret").toString()))
        .noneMatch(text -> text.contains(BILLING.secret()) || text.contains("s3cret"));
  }
}
