package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.TokenServer.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that gives the same token again. */
class SameTokenTest extends OneNode {

  private Provider crm;

  @BeforeEach
  void bind() {
    crm = node.bound(N);
  }

  private Instant expiry() {
    return node.auth.tokens().status(crm.id()).expiresAt().orElseThrow();
  }

  @Test
  void isAskedAgainAfterHalfOfWhatRemainsAndThenEveryFiveSeconds() {
    Instant start = node.time.instant();
    server.answerTokens(
        n -> Answer.token("same", 3600 - Duration.between(start, node.time.instant()).toSeconds()));
    node.token(N);
    for (int i = 0; i < 3_560; i++) {
      assertThat(node.serves(N)).isTrue();
      node.pass(Duration.ofSeconds(1));
    }

    // half of about 800 s, of 400 s and so on: 7 tries, and one or two that are 5 s apart
    assertThat(server.exchanges()).isBetween(7, 11);
  }

  @Test
  void isAskedAgainFromTheVeryMomentOnThatHalfOfWhatRemainedIsOver() {
    server.answerTokens(n -> Answer.token("same", 3_600));
    node.token(N);
    node.pass(Duration.ofSeconds(3_000)); // stale, with 570 s left
    node.serves(N);
    assertThat(server.exchanges()).isEqualTo(2); // the same again, for another 3,570 s

    node.pass(Duration.ofSeconds(1_785).minusMillis(1));
    node.serves(N);
    assertThat(server.exchanges()).isEqualTo(2);
    node.pass(Duration.ofMillis(1));
    node.serves(N);
    assertThat(server.exchanges()).isEqualTo(3);
  }

  @Test
  void keepsTheLaterExpiryOnEveryNode() {
    server.answerTokens(n -> Answer.token("same", n == 1 ? 3600 : 60));
    node.token(N);
    Instant later = expiry();

    node.auth.tokens().obtain(crm.id());

    assertThat(expiry()).isEqualTo(later);
    node.pass(Duration.ofSeconds(100));
    assertThat(node.token(N)).isEqualTo("same");
    try (Node other = node.another()) {
      assertThat(other.token(N)).isEqualTo("same");
    }
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void isKnownToANodeThatHoldsNone() {
    server.answerTokens(n -> Answer.token("same", n == 1 ? 3600 : 60));
    node.token(N);
    Instant later = expiry();
    try (Node other = node.another()) {
      other.auth.tokens().obtain(crm.id());

      assertThat(expiry()).isEqualTo(later);
      other.pass(Duration.ofSeconds(100));
      assertThat(other.token(N)).isEqualTo("same");
    }
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void takesOverALaterExpiry() {
    server.answerTokens(n -> Answer.token("same", 3600));
    node.token(N);
    node.pass(Duration.ofSeconds(1000));

    node.auth.tokens().obtain(crm.id());

    assertThat(expiry()).isEqualTo(node.time.instant().plusSeconds(3570));
  }

  @Test
  void holdsUpNeitherAnAdministratorNorAnEdit() {
    server.answerTokens(n -> Answer.token(n <= 2 ? "same" : "token-" + n, 3600));
    node.token(N);
    node.auth.tokens().obtain(crm.id());
    node.pass(Duration.ofSeconds(5));

    node.auth.tokens().obtain(crm.id());
    assertThat(node.token(N)).isEqualTo("token-3");

    server.answerTokens(n -> Answer.token(n <= 5 ? "other" : "token-" + n, 3600));
    node.edit(crm.id(), draft -> draft.scope("a"));
    node.token(N);
    node.pass(Duration.ofSeconds(5));
    node.auth.tokens().obtain(crm.id());
    assertThat(server.exchanges()).isEqualTo(5);
    node.edit(crm.id(), draft -> draft.scope("b"));
    CompletableFuture<CalloutCredentials> callout = node.later(N);

    assertThat(Node.bearer(callout.join())).isEqualTo("token-6");
  }

  @Test
  void doesNotHoldUpWhatFollowsARevocation() {
    server.answerTokens(n -> Answer.token(n <= 2 ? "same" : "token-" + n, 3600));
    node.token(N);
    node.auth.tokens().obtain(crm.id());

    node.auth.tokens().revoke(crm.id());

    assertThat(node.token(N)).isEqualTo("token-3");
  }

  @Test
  void isNotAskedAgainBeforeFiveSecondsHoweverLittleRemains() {
    server.answerTokens(n -> Answer.token("same", n == 1 ? 3600 : 8));
    node.token(N);
    node.pass(Duration.ofSeconds(3_562));
    node.auth.tokens().obtain(crm.id());

    node.pass(Duration.ofMillis(4_900));
    node.serves(N);
    assertThat(server.exchanges()).isEqualTo(2);
    node.pass(Duration.ofMillis(200));
    node.serves(N);
    assertThat(server.exchanges()).isEqualTo(3);
  }

  @Test
  void isNotServedPastItsEndWhileTheNextExchangeHasToWait() {
    server.answerTokens(n -> Answer.token(n < 3 ? "same" : "token-" + n, n == 2 ? 2 : 3600));
    node.token(N);
    try (Node other = node.another()) {
      other.token(N);
      node.pass(Duration.ofSeconds(3_568));
      node.auth.tokens().obtain(crm.id());
      node.pass(Duration.ofSeconds(4));

      CompletableFuture<CalloutCredentials> there = other.later(N);
      other.awaitQuiet();
      assertThat(there).as("with a token that is over").isNotDone();
      assertThat(server.exchanges()).isEqualTo(2);
      node.pass(Duration.ofSeconds(2));

      assertThat(Node.bearer(there.join())).isEqualTo("token-3");
    }
  }
}
