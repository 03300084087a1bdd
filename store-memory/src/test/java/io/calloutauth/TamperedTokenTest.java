package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.Sealed;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.Intruder;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who can write to the database, and has no key, gets no token sent anywhere by it. */
class TamperedTokenTest extends OneNode {

  private static final URI STOLEN = URI.create("https://elsewhere.example.com/orders");

  private TokenServer elsewhere;
  private Intruder intruder;
  private Provider crm;

  @BeforeEach
  void issueOne() throws IOException {
    elsewhere = new TokenServer();
    intruder = new Intruder(node.store);
    server.answerTokens(
        n ->
            n == 1
                ? TokenServer.Answer.token("token-1", 3600)
                : TokenServer.Answer.error(401, "invalid_client"));
    crm = node.boundToOrigins(N);
    assertThat(node.token(N)).isEqualTo("token-1");
  }

  @AfterEach
  void stopElsewhere() {
    elsewhere.close();
  }

  private void restart() {
    node.close();
    node = node.another();
  }

  /** The client needs no secret any more, so that none that does not open is in the way. */
  private void intrudes() {
    intruder.writes(
        crm,
        Map.of(
            "client_authentication",
            "none",
            "origins",
            "https://elsewhere.example.com",
            "test_endpoint",
            elsewhere.url("/me"),
            "revocation_endpoint",
            elsewhere.url("/revoke")));
  }

  private boolean goesElsewhere() {
    try {
      node.auth.callouts().authenticate(N, "POST", STOLEN);
      return true;
    } catch (CalloutAuthException refused) {
      return false;
    }
  }

  private void nothingArrivesAnywhere() {
    assertThat(goesElsewhere()).isFalse();
    node.auth.tokens().test(crm.id());
    node.auth.tokens().revoke(crm.id());
    node.pass(Duration.ofMinutes(5));
    node.awaitQuiet();
    assertThat(elsewhere.arrivedAt("/me")).isEmpty();
    assertThat(elsewhere.arrivedAt("/revoke")).isEmpty();
  }

  private void isToldOfAValueThatDoesNotOpen() {
    Eventually.holds(
        () -> node.events.stream().anyMatch(event -> event.type() == EventType.VALUE_UNOPENED));
  }

  @Test
  void otherEndpointsGetNoTokenAfterARestart() {
    intrudes();
    restart();

    assertThat(goesElsewhere()).isFalse();

    isToldOfAValueThatDoesNotOpen();
    nothingArrivesAnywhere();
  }

  @Test
  void otherEndpointsGetNoTokenFromANodeThatHoldsIt() {
    intrudes();

    nothingArrivesAnywhere();
  }

  @Test
  void otherEndpointsGetNoTokenFromANodeThatHearsOfThem() {
    intrudes();
    node.pass(Duration.ofSeconds(5));
    Eventually.holds(() -> node.auth.health().tokensHeld() == 0);

    nothingArrivesAnywhere();
  }

  @Test
  void aTokenAmongTheRevocationsIsNotTold() {
    Sealed token = intruder.tokenOf(crm).sealed();
    intruder.putsRevocation(crm, token);

    try (LogCapture log = LogCapture.start()) {
      node.pass(Duration.ofMinutes(5));
      Eventually.holds(() -> log.lines().stream().anyMatch(TamperedTokenTest::isOfAnother));
    }

    assertThat(server.arrivedAt("/revoke")).isEmpty();
  }

  private static boolean isOfAnother(String line) {
    return line.contains("the provider is another one now");
  }

  @Test
  void aRevokedTokenInTheTokensRowIsNotUsed() {
    server.answerRevocations(new TokenServer.Answer(503, ""));
    node.auth.tokens().revoke(crm.id());
    node.time.setWall(Duration.ofMinutes(1));
    Sealed revoked = node.store.revocations().claim(Duration.ZERO, Set.of()).orElseThrow().token();

    intruder.putsToken(crm, revoked);
    restart();

    assertThat(node.refusal(N)).isInstanceOf(TokenErrorException.class);
    isToldOfAValueThatDoesNotOpen();
  }

  @Test
  void aTokenOfAnEpochBeforeIsNotUsed() {
    Sealed before = intruder.tokenOf(crm).sealed();
    node.edit(crm.id(), draft -> draft.clientId("another"));

    intruder.putsToken(crm, before);
    restart();

    assertThat(node.refusal(N)).isInstanceOf(TokenErrorException.class);
    isToldOfAValueThatDoesNotOpen();
  }

  @Test
  void aTokenOfAnotherProviderIsNotUsed() {
    server.answerTokens(
        n ->
            n == 2
                ? TokenServer.Answer.token("token-2", 3600)
                : TokenServer.Answer.error(401, "invalid_client"));
    Provider erp = node.bound("m");
    assertThat(node.token("m")).isEqualTo("token-2");

    intruder.putsToken(crm, intruder.tokenOf(erp).sealed());
    restart();

    assertThat(node.refusal(N)).isInstanceOf(TokenErrorException.class);
    isToldOfAValueThatDoesNotOpen();
  }

  /** Nothing else of such a client would have to open before the next token request. */
  @Test
  void aRefreshTokenWithoutAClientSecretBringsNoTokenForOtherOrigins() {
    Provider open =
        node.auth
            .providers()
            .create(
                ProviderSettings.refreshToken()
                    .name("open")
                    .clientId("open")
                    .clientAuthentication(ClientAuthentication.NONE)
                    .refreshToken("typed")
                    .tokenEndpoint(server.url("/token"))
                    .origin("https://api.example.com")
                    .build());
    server.answerTokens(n -> TokenServer.Answer.token("token-" + n, 3600));
    node.auth.notifications().bind(N, open.id());
    node.token(N);
    intruder.writes(open, Map.of("origins", "https://elsewhere.example.com"));
    int before = server.exchanges();
    restart();

    assertThat(goesElsewhere()).isFalse();
    assertThat(server.exchanges()).isEqualTo(before);
  }

  @Test
  void aRefreshTokenOpensForNoClientThatNeedsNoSecretAnyMore() {
    Provider owning =
        node.auth
            .providers()
            .create(
                ProviderSettings.refreshToken()
                    .name("owning")
                    .clientId("owning")
                    .clientSecret("s3cret")
                    .refreshToken("typed")
                    .tokenEndpoint(server.url("/token"))
                    .origin("https://api.example.com")
                    .build());
    server.answerTokens(n -> TokenServer.Answer.token("token-" + n, 3600));
    node.auth.notifications().bind(N, owning.id());
    node.token(N);
    intruder.writes(
        owning,
        Map.of("client_authentication", "none", "origins", "https://elsewhere.example.com"));
    int before = server.exchanges();
    restart();

    assertThat(goesElsewhere()).isFalse();
    assertThat(server.exchanges()).isEqualTo(before);
  }
}
