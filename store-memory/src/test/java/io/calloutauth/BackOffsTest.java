package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.TokenServer.Answer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long no exchange starts by itself after one that failed. */
class BackOffsTest extends OneNode {

  private static final Answer DOWN = new Answer(500, "");
  private static final Answer WRONG_SECRET = Answer.error(401, "invalid_client");

  private Provider crm;

  @BeforeEach
  void bind() {
    node.time.draw(1);
    crm = node.bound(N);
  }

  private void assertWaits(long... seconds) {
    assertWaits(false, seconds);
  }

  /** Sees the next exchange fail, and one more after each of the waits and not before. */
  private void assertWaits(boolean served, long... seconds) {
    int before = server.exchanges();
    for (int i = 0; i < seconds.length; i++) {
      assertThat(node.serves(N)).isEqualTo(served);
      assertThat(server.exchanges()).isEqualTo(before + i + 1);
      node.pass(Duration.ofSeconds(seconds[i]).minusMillis(1));
      assertThat(node.serves(N)).isEqualTo(served);
      assertThat(server.exchanges()).isEqualTo(before + i + 1);
      node.pass(Duration.ofMillis(1));
    }
    assertThat(node.serves(N)).isEqualTo(served);
    assertThat(server.exchanges()).isEqualTo(before + seconds.length + 1);
  }

  @Test
  void doublesAfterTransientFailuresUpToAMinute() {
    server.answerTokens(n -> DOWN);

    assertWaits(1, 2, 4, 8, 16, 32, 60, 60);
  }

  @Test
  void doublesUpToFiveMinutesWhileATokenIsUsable() {
    failAfterTheFirst(7_200, DOWN);
    node.token(N);
    node.pass(Duration.ofSeconds(6_095)); // it is stale, and good for another 1,075 s

    assertWaits(true, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300);
  }

  @Test
  void doublesAfterPermanentFailuresUpToAQuarterOfAnHour() {
    server.answerTokens(n -> WRONG_SECRET);

    assertWaits(60, 120, 240, 480, 900, 900);
  }

  @Test
  void asksWithAWrongSecretAtMostTenTimesAnHour() {
    server.answerTokens(n -> WRONG_SECRET);
    for (int second = 0; second < 3_600; second++) {
      for (int i = 0; i < 10; i++) {
        assertThat(node.refusal(N)).isInstanceOf(TokenErrorException.class);
      }
      node.pass(Duration.ofSeconds(1));
    }

    assertThat(server.exchanges()).isBetween(5, 10);
  }

  @Test
  void letsOneProbeThroughWhenTheWaitIsOver() {
    server.answerTokens(n -> WRONG_SECRET);
    node.serves(N);
    node.pass(Duration.ofMinutes(1));
    server.hold();

    List<CompletableFuture<CalloutCredentials>> callers =
        IntStream.range(0, 50).mapToObj(i -> node.later(N)).toList();
    server.awaitExchanges(2);
    server.release();

    callers.forEach(
        caller -> assertThatThrownBy(caller::join).hasCauseInstanceOf(TokenErrorException.class));
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"429, 120, 120", "503, 120, 120", "429, 100000, 3600"})
  void waitsAtLeastAsLongAsTheServerAsksAndAtMostAnHour(int status, String asked, long seconds) {
    node.time.draw(0);
    server.answerTokens(n -> new Answer(status, "", Map.of("Retry-After", asked)));

    assertWaits(seconds);
  }

  @Test
  void addsJitterToWhatTheServerAsks() {
    server.answerTokens(n -> new Answer(429, "", Map.of("Retry-After", "100")));

    assertWaits(110);
  }

  @Test
  void waitsUntilTheDateThatTheServerNames() {
    node.time.draw(0);
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            node.time.instant().plusSeconds(300).atOffset(ZoneOffset.UTC));
    server.answerTokens(n -> new Answer(503, "", Map.of("Retry-After", date)));

    assertWaits(300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "Sun, 01 Nov 2020 12:00:00 GMT"})
  void doublesAllTheSameWhenTheServerAsksForNoWait(String asked) {
    server.answerTokens(n -> new Answer(429, "", Map.of("Retry-After", asked)));

    assertWaits(1, 2, 4);
  }

  @Test
  void takesTemporarilyUnavailableForThrottling() {
    server.answerTokens(
        n ->
            new Answer(
                400, "{\"error\":\"temporarily_unavailable\"}", Map.of("Retry-After", "200")));

    assertWaits(220);
  }

  @Test
  void isNotLiftedByAnEditNorByAnAdministratorWhileThrottled() {
    server.answerTokens(n -> new Answer(429, "", Map.of("Retry-After", "600")));
    node.serves(N);

    assertThatThrownBy(() -> node.auth.tokens().obtain(crm.id()))
        .isInstanceOf(TokenRequestException.class);
    node.edit(crm.id(), draft -> draft.scope("orders.read"));
    assertThat(node.serves(N)).isFalse();
    assertThatThrownBy(() -> node.auth.tokens().obtain(crm.id()))
        .isInstanceOf(TokenRequestException.class);

    assertThat(server.exchanges()).isEqualTo(1);
    server.answerTokensLiving(3600);
    node.pass(Duration.ofMinutes(11));
    assertThat(node.serves(N)).isTrue();
  }

  @Test
  void isNotLiftedByARevocationWhileThrottled() {
    node.token(N);
    server.answerTokens(n -> new Answer(429, "", Map.of("Retry-After", "600")));
    node.pass(Duration.ofSeconds(5));
    assertThatThrownBy(() -> node.auth.tokens().obtain(crm.id()))
        .isInstanceOf(TokenRequestException.class);

    node.auth.tokens().revoke(crm.id());

    assertThat(node.serves(N)).isFalse();
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 500})
  void isLiftedByAnEditOfWhatTheTokenDependsOn(int status) {
    server.answerTokens(
        n -> n == 1 ? Answer.error(status, "invalid_scope") : Answer.token("good", 60));
    node.serves(N);

    node.edit(crm.id(), draft -> draft.scope("orders.read"));

    assertThat(node.token(N)).isEqualTo("good");
  }

  @Test
  void isNotLiftedByARename() {
    server.answerTokens(n -> WRONG_SECRET);
    node.serves(N);

    node.edit(crm.id(), draft -> draft.name("Another name"));

    assertThat(node.serves(N)).isFalse();
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 429, 500})
  void holdsOnAnotherNodeToo(int status) {
    server.answerTokens(n -> Answer.error(status, "invalid_client"));
    node.serves(N);
    try (Node other = node.another()) {
      assertThat(other.serves(N)).isFalse();
    }

    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void goesOnDoublingAfterARestart() {
    server.answerTokens(n -> WRONG_SECRET);
    node.serves(N);
    node.pass(Duration.ofMinutes(1));
    node.serves(N);
    node.close();
    try (Node again = node.another()) {
      again.pass(Duration.ofSeconds(119));
      assertThat(again.serves(N)).isFalse();
      assertThat(server.exchanges()).isEqualTo(2);
      again.pass(Duration.ofSeconds(1));
      assertThat(again.serves(N)).isFalse();
    }

    assertThat(server.exchanges()).isEqualTo(3);
  }

  @Test
  void startsNoRenewalPerCalloutWhileATokenIsUsable() {
    failAfterTheFirst(3600, WRONG_SECRET);
    node.token(N);
    node.pass(Duration.ofSeconds(3_100));

    for (int i = 0; i < 59; i++) {
      assertThat(node.serves(N)).isTrue();
      node.pass(Duration.ofSeconds(1));
    }

    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void tellsClassCodeStatusAndWhenToTryAgain() {
    server.answerTokens(n -> Answer.error(401, "invalid_client"));
    assertThat(node.refusal(N))
        .isInstanceOfSatisfying(
            TokenErrorException.class,
            error -> {
              assertThat(error.code()).isEqualTo("invalid_client");
              assertThat(error.status()).isEqualTo(401);
              assertThat(error.retryable()).isFalse();
            });
    node.edit(crm.id(), draft -> draft.scope("orders.read"));
    server.answerTokens(n -> new Answer(429, "", Map.of("Retry-After", "100")));

    assertThat(node.refusal(N))
        .isInstanceOfSatisfying(
            TokenRequestException.class,
            error -> {
              assertThat(error.status()).isEqualTo(429);
              assertThat(error.retryable()).isTrue();
              assertThat(error.retryAfter()).contains(Duration.ofSeconds(110));
            });
  }
}
