package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenWarning;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.TokenServer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TokenManagerTest extends NodeTest {

  @Override
  public UnaryOperator<CalloutAuthBuilder> settings() {
    return CalloutAuthBuilder::allowTokenDisclosure;
  }

  private TokenManager tokens() {
    return node.auth.tokens();
  }

  /** Returns the status as this node and another one see it, after checking that they agree. */
  private TokenStatus status(ProviderId id) {
    TokenStatus here = tokens().status(id);
    try (Node other = node.another()) {
      TokenStatus there = other.auth.tokens().status(id);
      assertThat(there).usingRecursiveComparison().isEqualTo(here);
    }
    TokenStatus listed =
        providers().list(10).items().stream()
            .filter(line -> line.provider().id().equals(id))
            .findFirst()
            .orElseThrow()
            .token();
    assertThat(listed).usingRecursiveComparison().isEqualTo(here);
    return here;
  }

  @Test
  void obtainAndRefreshFetchANewTokenWhateverIsHeld() {
    Provider provider = node.bound("n");
    assertThat(node.token("n")).isEqualTo("token-1");

    assertThat(tokens().obtain(provider.id()).state()).isEqualTo(TokenState.ACTIVE);
    assertThat(node.token("n")).isEqualTo("token-2");
    node.pass(Duration.ofSeconds(5));
    assertThat(tokens().refresh(provider.id()).state()).isEqualTo(TokenState.ACTIVE);
    assertThat(node.token("n")).isEqualTo("token-3");
    assertThat(server.exchanges()).isEqualTo(3);
  }

  @Test
  void askingTooOftenIsRefusedWithTheTimeToWait() {
    Provider provider = created("CRM");
    tokens().obtain(provider.id());
    node.pass(Duration.ofSeconds(2));

    assertThatThrownBy(() -> tokens().refresh(provider.id()))
        .isInstanceOfSatisfying(
            TooManyAttemptsException.class,
            often -> {
              assertThat(often.id()).contains(provider.id());
              assertThat(often.retryable()).isTrue();
              assertThat(often.retryAfter()).contains(Duration.ofSeconds(3));
            });
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void aFailedObtainIsThrownAndTheOldTokenStays() {
    server.answerTokens(
        n ->
            n == 1
                ? TokenServer.Answer.token("token-1", 3600)
                : TokenServer.Answer.error(400, "invalid_scope"));
    Provider provider = node.bound("n");
    node.token("n");

    assertThatThrownBy(() -> tokens().obtain(provider.id()))
        .isInstanceOfSatisfying(
            TokenErrorException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("invalid_scope");
              assertThat(refused.status()).isEqualTo(400);
              assertThat(refused.error()).isEqualTo(TokenError.INVALID_SCOPE);
            });
    assertThat(node.token("n")).isEqualTo("token-1");
    TokenStatus status = status(provider.id());
    assertThat(status.state()).isEqualTo(TokenState.ACTIVE);
    assertThat(status.failure().map(TokenFailure::error)).contains(TokenError.INVALID_SCOPE);
  }

  @Test
  void statusIsNoneBeforeTheFirstUse() {
    TokenStatus status = status(created("CRM").id());

    assertThat(status.state()).isEqualTo(TokenState.NONE);
    assertThat(status.since()).isEmpty();
    assertThat(status.expiresAt()).isEmpty();
    assertThat(status.failure()).isEmpty();
    assertThat(status.nextAttemptAt()).isEmpty();
    assertThat(status.scope().isEmpty()).isTrue();
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void statusIsActiveWithExpiryScopeAndWarnings() {
    server.answerTokens(
        n ->
            new TokenServer.Answer(
                200, "{\"access_token\":\"t\",\"expires_in\":\"3600\",\"scope\":\"orders.read\"}"));
    Provider provider = created("CRM");
    var before = node.time.instant();
    tokens().obtain(provider.id());
    node.pass(Duration.ofSeconds(10));

    TokenStatus status = status(provider.id());

    assertThat(status.state()).isEqualTo(TokenState.ACTIVE);
    assertThat(status.since()).contains(before);
    assertThat(status.expiresAt()).contains(before.plusSeconds(3_570));
    assertThat(status.scope().tokens()).containsExactly("orders.read");
    assertThat(status.warnings())
        .containsExactlyInAnyOrder(TokenWarning.TOKEN_TYPE_MISSING, TokenWarning.SCOPE_REDUCED);
  }

  @Test
  void statusIsExpiredAfterTheTokensEndAndTheNextCalloutFetches() {
    Provider provider = node.bound("n");
    node.token("n");
    node.pass(Duration.ofSeconds(3_570));

    assertThat(status(provider.id()).state()).isEqualTo(TokenState.EXPIRED);
    assertThat(node.token("n")).isEqualTo("token-2");
    assertThat(status(provider.id()).state()).isEqualTo(TokenState.ACTIVE);
  }

  @Test
  void statusIsFailingWithReasonSinceAndNextAttempt() {
    server.answerTokens(n -> TokenServer.Answer.error(401, "invalid_client"));
    Provider provider = created("CRM");
    var failed = node.time.instant();
    assertThatThrownBy(() -> tokens().obtain(provider.id()))
        .isInstanceOf(TokenErrorException.class);
    node.pass(Duration.ofSeconds(10));

    TokenStatus status = status(provider.id());

    assertThat(status.state()).isEqualTo(TokenState.FAILING);
    assertThat(status.since()).contains(failed);
    assertThat(status.nextAttemptAt().orElseThrow())
        .isBetween(failed.plusSeconds(30), failed.plusSeconds(60));
    TokenFailure failure = status.failure().orElseThrow();
    assertThat(failure.error()).isEqualTo(TokenError.INVALID_CLIENT);
    assertThat(failure.failureClass()).isEqualTo(FailureClass.PERMANENT);
    assertThat(failure.status()).isEqualTo(401);
    assertThat(status.toString()).contains("FAILING").contains("invalid_client");
  }

  @Test
  void statusIsRevokedAndDisabled() {
    Provider provider = created("CRM");
    tokens().obtain(provider.id());
    var revoked = node.time.instant();
    tokens().revoke(provider.id());
    node.pass(Duration.ofSeconds(1));

    TokenStatus status = status(provider.id());
    assertThat(status.state()).isEqualTo(TokenState.REVOKED);
    assertThat(status.since()).contains(revoked);
    assertThat(status.expiresAt()).isEmpty();
    providers().disable(provider.id());
    assertThat(status(provider.id()).state()).isEqualTo(TokenState.DISABLED);
  }

  @Test
  void accessTokenIsHandedOutForAnAllowedTargetAndToldOf() {
    Provider provider =
        providers()
            .create(
                node.settings("CRM")
                    .testEndpoint("")
                    .noOrigins()
                    .origin("https://api.example.com")
                    .build());

    assertThat(tokens().accessToken(provider.id(), TARGET).reveal()).isEqualTo("token-1");

    Eventually.holds(
        () -> node.events.stream().anyMatch(e -> e.type() == EventType.TOKEN_DISCLOSED));
    refused("http://api.example.com/", CalloutRefusedException.Reason.NOT_HTTPS, provider.id());
    refused("https://evil.io/", CalloutRefusedException.Reason.FOREIGN_ORIGIN, provider.id());
    refused(
        "https://u@api.example.com/", CalloutRefusedException.Reason.NOT_A_TARGET, provider.id());
    assertThatThrownBy(() -> tokens().accessToken(new ProviderId("x"), TARGET))
        .isInstanceOf(ProviderNotFoundException.class)
        .hasMessageEndingWith(" x");
    assertThat(server.exchanges()).isEqualTo(1);
  }

  private void refused(String target, CalloutRefusedException.Reason reason, ProviderId id) {
    assertThatThrownBy(() -> tokens().accessToken(id, URI.create(target)))
        .isInstanceOfSatisfying(
            CalloutRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  @Test
  void accessTokenIsNotHandedOutUnlessTheHostSaysSo() throws Exception {
    try (Node plain = Node.start(server)) {
      Provider provider = plain.bound("n");

      assertThatThrownBy(() -> plain.auth.tokens().accessToken(provider.id(), TARGET))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("allowTokenDisclosure()");
      assertThat(server.exchanges()).isZero();
    }
  }

  @Test
  void statusForgetsAFailureAtAnEditUnlessTheServerIsThrottling() {
    server.answerTokens(n -> TokenServer.Answer.error(401, "invalid_client"));
    Provider refused = node.bound("n");
    node.refusal("n");
    node.edit(refused.id(), draft -> draft.scope("other"));
    assertThat(status(refused.id()).state()).isEqualTo(TokenState.NONE);
    assertThat(status(refused.id()).nextAttemptAt()).isEmpty();
    server.answerTokens(n -> new TokenServer.Answer(429, "", Map.of("Retry-After", "60")));
    Provider throttled = node.bound("m");
    node.refusal("m");
    node.edit(throttled.id(), draft -> draft.scope("other"));

    assertThat(status(throttled.id()).state()).isEqualTo(TokenState.FAILING);
    assertThat(status(throttled.id()).nextAttemptAt()).isPresent();
  }
}
