package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.endpoint.AddressCheck.Outcome;
import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TestEndpointResult;
import io.calloutauth.oauth.TokenTypeHint;
import io.calloutauth.testkit.FakeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the answers of revocation and test endpoints come to. */
class EndpointVerdictsTest {

  private static final Secret TOKEN = Secret.of("t1");

  private static RegisteredClient client(FakeServer server) {
    return Clients.of(
        Clients.registration(server.endpoint("/token"))
            .revocationEndpoint(server.endpoint("/revoke"))
            .testEndpoint(server.endpoint("/me")));
  }

  private static RevocationResult revoked(FakeServer.Script script, Duration deadline)
      throws IOException {
    try (FakeServer server = FakeServer.start(script);
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      return client.revoke(client(server), TOKEN, TokenTypeHint.ACCESS_TOKEN, deadline);
    }
  }

  private static TestEndpointResult tested(FakeServer.Script script) throws IOException {
    return tested(script, TOKEN);
  }

  private static TestEndpointResult tested(FakeServer.Script script, Secret token)
      throws IOException {
    try (FakeServer server = FakeServer.start(script);
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      return client.test(client(server), token, Clients.PLENTY);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200|<html>|REVOKED",
        "200|{\"error\":\"invalid_token\"}|REVOKED",
        "204||REVOKED",
        "400|{\"error\":\"unsupported_token_type\"}|NOT_SUPPORTED",
        "400|{\"error\":\"invalid_token\"}|ALREADY_INVALID",
        "400|{\"error\":\"temporarily_unavailable\"}|NOT_TOLD",
        "400|{\"error\":\"invalid_request\"}|REFUSED",
        "400|oops|REFUSED",
        "401|{\"error\":\"invalid_client\"}|REFUSED",
        "403|{\"error\":\"invalid_token\"}|REFUSED",
        "403|no|NOT_TOLD",
        "404||NOT_TOLD",
        "404|{\"message\":\"no\"}|REFUSED",
        "408|{\"message\":\"no\"}|NOT_TOLD",
        "421||NOT_TOLD",
        "425||NOT_TOLD",
        "400|{\"error\":\"server_error\"}|NOT_TOLD",
        "401|{\"error\":\"slow_down\"}|NOT_TOLD",
        "403|{\"error\":\"rate_limit_exceeded\"}|NOT_TOLD",
        "302||REFUSED",
        "307||REFUSED",
        "429||NOT_TOLD",
        "500||NOT_TOLD",
        "503||NOT_TOLD",
        "600||NOT_TOLD"
      })
  void readsWhatARevocationEndpointSays(int status, String body, RevocationResult.Outcome outcome)
      throws Exception {
    String head = "HTTP/1.1 " + status + " Status\nContent-Type: application/json";

    RevocationResult result =
        revoked(FakeServer.text(head, body == null ? "" : body), Clients.PLENTY);

    assertThat(result).isEqualTo(new RevocationResult(outcome, status, null));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void tellsHowLongToWaitBeforeRevokingAgain(int status) throws Exception {
    String head = "HTTP/1.1 " + status + " Status\nRetry-After: 120";

    RevocationResult result = revoked(FakeServer.text(head, ""), Clients.PLENTY);

    assertThat(result.retryDelay()).isEqualTo(Duration.ofMinutes(2));
  }

  private static FakeServer.Script cut(String status) {
    return out -> {
      String start = "HTTP/1.1 " + status + "\r\nContent-Length: 9\r\n\r\n";
      out.write(start.getBytes(StandardCharsets.UTF_8));
      out.flush();
      throw new IOException("hang up");
    };
  }

  @Test
  void takesATokenForRevokedOnceTheStatusSaysSo() throws Exception {
    RevocationResult result = revoked(cut("200 OK"), Clients.PLENTY);

    assertThat(result.outcome()).isEqualTo(RevocationResult.Outcome.REVOKED);
  }

  @Test
  void doesNotTakeARefusalThatBreaksOffForTheLastWord() throws Exception {
    RevocationResult result = revoked(cut("400 Bad Request"), Clients.PLENTY);

    assertThat(result.outcome()).isEqualTo(RevocationResult.Outcome.NOT_TOLD);
  }

  @Test
  void knowsThatAServerWithoutAnAnswerWasNotTold() throws Exception {
    FakeServer.Script hangUp =
        out -> {
          throw new IOException("hang up");
        };

    RevocationResult result = revoked(hangUp, Clients.PLENTY);

    assertThat(result).isEqualTo(new RevocationResult(RevocationResult.Outcome.NOT_TOLD, 0, null));
  }

  @Test
  void refusesToRevokeAtADisallowedAddress() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.json("{}"));
        TokenClient client =
            HttpTokenClient.builder(LoopbackPolicy.saying(Outcome.DISALLOWED)).build()) {
      RegisteredClient registered = client(server);

      assertThat(
              client
                  .revoke(registered, TOKEN, TokenTypeHint.ACCESS_TOKEN, Clients.PLENTY)
                  .outcome())
          .isEqualTo(RevocationResult.Outcome.NOT_TOLD);
      assertThat(client.test(registered, TOKEN, Clients.PLENTY).outcome())
          .isEqualTo(TestEndpointResult.Outcome.UNREACHABLE);
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200|X: y||ACCEPTED",
        "204|X: y||ACCEPTED",
        "301|Location: https://x.example/||REDIRECTED",
        "400|X: y||REQUEST_REFUSED",
        "401|WWW-Authenticate: Bearer error=\"invalid_token\"||TOKEN_REFUSED",
        "401|WWW-Authenticate: Basic realm=\"x\"||TOKEN_REFUSED",
        "403|X: y||REQUEST_REFUSED",
        "403|WWW-Authenticate: Bearer error=\"insufficient_scope\","
            + " scope=\"a\"||INSUFFICIENT_SCOPE",
        "403|WWW-Authenticate: Basic realm=\"a, b\", Bearer"
            + " realm=x,error=insufficient_scope||INSUFFICIENT_SCOPE",
        "403|WWW-Authenticate: Bearer realm=\"error=insufficient_scope\"||REQUEST_REFUSED",
        "403|WWW-Authenticate: Bearer realm=\"\\\","
            + " error=\\\"insufficient_scope\"||REQUEST_REFUSED",
        "403|WWW-Authenticate: Bearer no_error=\"insufficient_scope\"||REQUEST_REFUSED",
        "403|Content-Type: application/json|{\"error\":\"insufficient_scope\"}|INSUFFICIENT_SCOPE",
        "404|X: y||REQUEST_REFUSED",
        "429|X: y||REQUEST_REFUSED",
        "500|X: y||SERVER_FAILED",
        "503|X: y||SERVER_FAILED"
      })
  void readsWhatATestEndpointSays(
      int status, String header, String body, TestEndpointResult.Outcome outcome) throws Exception {
    String head = "HTTP/1.1 " + status + " Status\n" + header;

    TestEndpointResult result = tested(FakeServer.text(head, body == null ? "" : body));

    assertThat(result.outcome()).isEqualTo(outcome);
    assertThat(result.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|error=\"insufficient_scope\", scope=\"orders.write urn:x/y\"|orders.write urn:x/y",
        "403|error=\"insufficient_scope\"|''",
        "403|error=\"insufficient_scope\", scope=\"a\\\\b\"|''",
        "403|scope=\"orders.write\"|''",
        "401|error=\"insufficient_scope\", scope=\"orders.write\"|''",
        "200|error=\"insufficient_scope\", scope=\"orders.write\"|''"
      })
  void readsWhichScopeATestEndpointWants(int status, String parameters, String scope)
      throws Exception {
    String head = "HTTP/1.1 " + status + " Status\nWWW-Authenticate: Bearer " + parameters;

    assertThat(tested(FakeServer.text(head, "")).scope()).isEqualTo(Scope.parse(scope));
  }

  @Test
  void takesAScopeOfAThousandCharacters() throws Exception {
    String scope = "x".repeat(1_000);
    String head =
        "HTTP/1.1 403 No\nWWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"%s\"";

    assertThat(tested(FakeServer.text(head.formatted(scope), "")).scope().toString())
        .isEqualTo(scope);
  }

  @Test
  void takesNoScopeThatIsLongOrHoldsASecret() throws Exception {
    for (String scope : new String[] {"x".repeat(1_001), "a the-token", "a s3cret"}) {
      String head =
          "HTTP/1.1 403 Forbidden\nWWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\""
              + scope
              + "\"";

      TestEndpointResult result = tested(FakeServer.text(head, ""), Secret.of("the-token"));

      assertThat(result.outcome()).isEqualTo(TestEndpointResult.Outcome.INSUFFICIENT_SCOPE);
      assertThat(result.scope().isEmpty()).as(scope).isTrue();
    }
  }

  @Test
  void acceptsHoweverLongABody() throws Exception {
    String body = "x".repeat(BoundedBody.LIMIT + 1);

    TestEndpointResult result = tested(FakeServer.text("HTTP/1.1 200 OK", body));

    assertThat(result.outcome()).isEqualTo(TestEndpointResult.Outcome.ACCEPTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CANARY\r\nX-Evil: 1", "CANARY CANARY", "CANARY\u00e4"})
  void refusesATokenThatAHeaderMustNotCarryBeforeItIsInOne(String token) throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.json("{}"));
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      assertThatThrownBy(() -> client.test(client(server), Secret.of(token), Clients.PLENTY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("CANARY")
          .hasNoCause();
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void needsTheEndpointsThatItIsToTalkTo() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.json("{}"));
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      RegisteredClient bare = Clients.of(server.endpoint("/token"));

      assertThatThrownBy(() -> client.test(bare, TOKEN, Clients.PLENTY))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () -> client.revoke(bare, TOKEN, TokenTypeHint.ACCESS_TOKEN, Clients.PLENTY))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
