package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.TokenServer.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a token is used. */
class LifetimeTest extends OneNode {

  private static final Answer DOWN = new Answer(500, "");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\"}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":\"soon\"}"
      })
  void takesFiveMinutesWhenTheServerSaysNothingReadable(String body) {
    server.answerTokens(n -> new Answer(200, body));

    assertThat(usableTime(node.bound(N))).isEqualTo(Duration.ofSeconds(270));
  }

  @Test
  void takesTheProvidersOwnDefaultInPlaceOfFiveMinutes() {
    server.answerTokens(n -> new Answer(200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\"}"));
    Provider crm = node.bound(N);
    node.edit(crm.id(), draft -> draft.defaultLifetime(Duration.ofMinutes(10)));

    assertThat(usableTime(crm)).isEqualTo(Duration.ofSeconds(570));
  }

  @Test
  void takesADayAtMost() {
    server.answerTokensLiving(10_000_000);

    assertThat(usableTime(node.bound(N))).isEqualTo(Duration.ofHours(24).minusSeconds(30));
  }

  private Duration usableTime(Provider provider) {
    node.token(N);
    TokenStatus status = node.auth.tokens().status(provider.id());
    return Duration.between(node.time.instant(), status.expiresAt().orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({"1, 0.75", "5, 3.75", "30, 22.5", "60, 45", "180, 150", "600, 570"})
  void isNotUsedInTheLastQuarterNorTheLastHalfMinute(long lifetime, double usable) {
    failAfterTheFirst(lifetime, DOWN);
    node.bound(N);
    node.token(N);

    node.pass(seconds(usable).minusMillis(1));
    assertThat(node.token(N)).isEqualTo("token-1");
    node.awaitQuiet();
    node.pass(Duration.ofMillis(1));
    assertThat(node.serves(N)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 5, 30, 60, 180, 600})
  void costsAtMostTwoExchangesALifetime(long lifetime) {
    server.answerTokensLiving(lifetime);
    node.bound(N);
    for (int i = 0; i < 5 * 20; i++) {
      assertThat(node.serves(N)).isTrue();
      node.pass(seconds(lifetime / 20.0));
    }

    assertThat(server.exchanges()).isBetween(5, 10);
  }

  @Test
  void countsFromBeforeTheRequestWasSent() {
    server.answerTokensLiving(600);
    server.hold();
    Provider crm = node.bound(N);
    var waiting = node.later(N);
    server.awaitExchanges(1);
    node.pass(Duration.ofSeconds(10));
    server.release();

    assertThat(Node.bearer(waiting.join())).isEqualTo("token-1");
    assertThat(usableTime(crm)).isEqualTo(Duration.ofSeconds(560));
    node.pass(Duration.ofSeconds(560));
    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void isNotTakenOverByANodeWhenItIsOver() {
    node.bound(N);
    node.token(N);
    node.pass(Duration.ofSeconds(3570));

    try (Node other = node.another()) {
      assertThat(other.token(N)).isEqualTo("token-2");
    }
  }

  @Test
  void endsByTheMonotonicClockAlone() {
    failAfterTheFirst(3600, DOWN);
    node.bound(N);
    node.token(N);

    node.time.passMonotonicOnly(Duration.ofSeconds(3570));

    assertThat(node.serves(N)).isFalse();
  }

  @Test
  void endsByTheWallClockAloneWhenTheMachineSlept() {
    node.bound(N);
    node.token(N);

    node.time.setWall(Duration.ofHours(2));

    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void isNotProlongedByAWallClockThatSteppedBack() {
    node.bound(N);
    node.token(N);
    node.time.setWall(Duration.ofHours(-1));

    assertThat(node.token(N)).isEqualTo("token-1");
    node.pass(Duration.ofSeconds(3570));
    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void outlivesAWallClockThatSteppedForwardByLessThanWhatIsLeft() {
    failAfterTheFirst(3 * 3600, DOWN);
    node.bound(N);
    node.token(N);

    node.time.setWall(Duration.ofHours(1));

    assertThat(node.token(N)).isEqualTo("token-1");
    assertThat(server.exchanges()).isEqualTo(1);
  }
}
