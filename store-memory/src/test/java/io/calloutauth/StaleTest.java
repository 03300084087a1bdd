package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.testkit.TokenServer.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A token that is usable and due for renewal. */
class StaleTest extends OneNode {

  @ParameterizedTest
  @CsvSource({
    "3600, 0, 2499",
    "3600, 1, 3034.5",
    "100, 0, 52.5",
    "100, 1, 60", // 15 s before the end of 75 s
    "30, 1, 19.125" // 15 s would leave less than half of 22.5 s
  })
  void isRenewedBehindFromADrawnMomentOn(long lifetime, double draw, double stale) {
    node.time.draw(draw);
    server.answerTokensLiving(lifetime);
    node.bound(N);
    node.token(N);

    node.pass(seconds(stale).minusMillis(10));
    node.serves(N);
    assertThat(server.exchanges()).isEqualTo(1);
    node.pass(Duration.ofMillis(10));
    assertThat(node.token(N)).isEqualTo("token-1");
    server.awaitExchanges(2);
    node.awaitQuiet();
    assertThat(server.exchanges()).isEqualTo(2);
    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void isRenewedOnceAndServesWhileThatTakesLong() {
    node.bound(N);
    node.token(N);
    node.pass(Duration.ofSeconds(3100));
    server.hold();

    for (int i = 0; i < 100; i++) {
      assertThat(node.token(N)).isEqualTo("token-1");
      node.pass(Duration.ofMillis(10));
    }

    server.awaitExchanges(2);
    server.release();
    node.awaitQuiet();
    assertThat(node.token(N)).isEqualTo("token-2");
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"600, 600", "3590, 2766.75", "0, 2766.75"})
  void heedsTheServersWishToRenewEarlierButNotLater(long refreshIn, double stale) {
    server.answerTokens(
        n ->
            new Answer(
                200,
                "{\"access_token\":\"token-%d\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_in\":%d}"
                    .formatted(n, refreshIn)));
    node.bound(N);
    node.token(N);

    node.pass(seconds(stale).minusMillis(10));
    node.serves(N);
    assertThat(server.exchanges()).isEqualTo(1);
    node.pass(Duration.ofMillis(10));
    node.serves(N);
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1})
  void costsFewTriesAndNoCalloutWhileTheServerIsDownForTheLastFifthOfALife(double draw) {
    node.time.draw(1);
    failAfterTheFirst(600, new Answer(503, ""));
    node.bound(N);
    node.token(N);
    node.time.draw(draw);
    node.pass(Duration.ofMinutes(8));

    for (int i = 0; i < 900; i++) {
      assertThat(node.serves(N)).isTrue();
      node.pass(Duration.ofMillis(100));
    }

    assertThat(server.exchanges() - 1).isBetween(4, 10);
    assertThat(node.serves(N)).as("past expiry").isFalse();
  }

  @Test
  void leavesNoWaitThatOutlivesTheTokenByMoreThanAMinute() {
    node.time.draw(1);
    failAfterTheFirst(3600, new Answer(500, ""));
    node.bound(N);
    node.token(N);
    for (int i = 0; i < 3570; i++) {
      node.serves(N);
      node.pass(Duration.ofSeconds(1));
    }
    server.answerTokensLiving(3600);

    node.pass(Duration.ofMinutes(1));

    assertThat(node.serves(N)).isTrue();
  }

  @Test
  void isDrawnAnewOnEachNode() {
    node.time.draw(0);
    node.bound(N);
    node.token(N);
    try (Node other = node.another()) {
      node.time.draw(1);
      other.token(N);
      node.pass(seconds(2800)); // between 70 and 85 % of the usable time

      other.token(N);
      other.awaitQuiet();
      assertThat(server.exchanges()).as("exchanges of the other node").isEqualTo(1);
      node.token(N);
      server.awaitExchanges(2);
      node.awaitQuiet();
      assertThat(server.exchanges()).isEqualTo(2);
    }
  }
}
