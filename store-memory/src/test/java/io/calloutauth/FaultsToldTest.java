package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.CalloutAuthException.NamedProvider;
import io.calloutauth.oauth.Advice;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.testkit.ClosedPort;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.Tarpit;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator reads when a token endpoint is at fault. */
class FaultsToldTest {

  private static final String OUT_OF_REACH = "The token endpoint" + Advice.OUT_OF_REACH;

  private TokenServer server;
  private Node node;

  @BeforeEach
  void start() throws IOException {
    server = new TokenServer();
    node = Node.start(server);
  }

  @AfterEach
  void stop() {
    node.close();
    server.close();
  }

  private String told(String tokenEndpoint) {
    return told(node, tokenEndpoint);
  }

  private static String told(Node node, String tokenEndpoint) {
    Provider provider =
        node.auth
            .providers()
            .create(node.settings("at " + tokenEndpoint).tokenEndpoint(tokenEndpoint).build());
    List<TestReport.Step> steps = node.auth.tokens().test(provider.id()).steps();
    assertThat(steps).hasSize(1);
    assertThat(steps.get(0).passed()).isFalse();
    return steps.get(0).text().replace(provider.id().toString(), "X");
  }

  @Test
  void refusedAndBrokenConnectionsReadAlike() throws IOException {
    try (Tarpit tarpit = new Tarpit();
        ClosedPort closed = new ClosedPort()) {
      tarpit.hangUp(true);

      assertThat(told(tarpit.url("127.0.0.1").replace("https", "http")))
          .isEqualTo(told(closed.url("/token")))
          .isEqualTo(OUT_OF_REACH);
    }
  }

  @Test
  void silenceInPlainAndInTlsReadsAlike() throws IOException {
    try (Tarpit tarpit = new Tarpit();
        Node hasty = Node.start(server, b -> b.requestTimeout(Duration.ofSeconds(3)))) {
      String tls = tarpit.url("127.0.0.1");

      assertThat(told(hasty, tls))
          .isEqualTo(told(hasty, tls.replace("https", "http")))
          .isEqualTo(OUT_OF_REACH);
      Eventually.holds(() -> tarpit.open() == 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, <html>Sign in</html>",
    "200, '\n<!DOCTYPE HTML><title>Realm</title>'",
    "400, <HTML>no</HTML>",
    "404, <html>not found</html>",
    "404, '{\"error\":\"Unable to find matching target resource method\"}'",
    "405, ''"
  })
  void whatAnIssuersUrlAnswersAsksWhetherItWasTyped(int status, String body) {
    server.answerTokens(n -> new TokenServer.Answer(status, body));

    assertThat(told(server.url("/token")))
        .startsWith("There is no token endpoint at this URL. Is it the URL of the issuer?")
        .contains("/.well-known/openid-configuration")
        .contains("status " + status)
        .doesNotContain("Sign in", "Realm");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<xml/>", "OK", "[1]"})
  void whatIsNoPageAndNoTokenPointsAtTheUrl(String body) {
    server.answerTokens(n -> new TokenServer.Answer(200, body));

    assertThat(told(server.url("/token")))
        .isEqualTo(
            "The response is no token response: check the URL of the token endpoint (status 200)");
  }

  @Test
  void aWrongSecretPointsAtTheClientAuthentication() {
    server.answerTokens(n -> TokenServer.Answer.error(401, "invalid_client"));

    assertThat(told(server.url("/token")))
        .isEqualTo(
            "Check client id, client secret and client authentication (invalid_client, status"
                + " 401)");
  }

  @ParameterizedTest
  @EnumSource(names = {"ENDPOINT_REFUSED", "UNREACHABLE"})
  void whatIsThrownTellsNoNetworkFromAnother(TokenError error) {
    NamedProvider id = new NamedProvider(new ProviderId("X"), "");
    CalloutAuthException thrown =
        new TokenRequestException(id, failure(error), CalloutAuthException.Retry.NEVER);

    assertThat(thrown)
        .hasMessage("The token endpoint of the provider X" + Advice.OUT_OF_REACH)
        .hasMessage(new EndpointRefusedException(id, ProviderField.TOKEN_ENDPOINT).getMessage());
  }

  private static TokenFailure failure(TokenError error) {
    return TokenFailure.builder(FailureClass.PERMANENT, error).build();
  }

  @ParameterizedTest
  @EnumSource(names = {"SECRET_UNOPENED", "NODE_FAULT", "NO_PLACE", "LEASE_HELD"})
  void whatNoServerIsToBlameForSaysSo(TokenError error) {
    CalloutAuthException thrown =
        new TokenRequestException(
            new NamedProvider(new ProviderId("X"), "CRM"),
            failure(error),
            CalloutAuthException.Retry.NEVER);

    assertThat(thrown)
        .hasMessageStartingWith("There is no token of the provider CRM (X): " + error + ". ")
        .hasMessageEndingWith(Advice.on(failure(error)))
        .hasMessageNotContaining("cannot be reached");
  }

  @ParameterizedTest
  @EnumSource
  void everyErrorHasAdviceWithoutTheNetwork(TokenError error) {
    assertThat(Advice.on(failure(error)))
        .isNotBlank()
        .doesNotContainPattern("[0-9][.:]|[.:][0-9]") // of an address; limits are no secret
        .doesNotContainIgnoringCase("refused the connection")
        .doesNotContainIgnoringCase("dns")
        .doesNotContainIgnoringCase("port");
  }
}
