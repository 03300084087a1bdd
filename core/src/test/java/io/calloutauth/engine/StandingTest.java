package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.client.FailureClass;
import io.calloutauth.client.IssuedToken;
import io.calloutauth.client.Scope;
import io.calloutauth.client.Secret;
import io.calloutauth.client.TokenError;
import io.calloutauth.client.TokenFailure;
import io.calloutauth.client.TokenResult;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StandingTest {

  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final Duration HALF = DEADLINE.dividedBy(2);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final TokenResult TOKEN =
      new IssuedToken(Secret.of("t1"), Duration.ofHours(1), Scope.EMPTY, Set.of(), null);

  private static TokenFailure failure(TokenError error) {
    return TokenFailure.builder(FailureClass.TRANSIENT, error).build();
  }

  private static Standing after(Standing before, TokenResult answer, Duration took) {
    return before.after(answer, took, DEADLINE, DEADLINE);
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerOfWhateverKindMakesItPrompt(Standing before) {
    assertThat(after(before, TOKEN, HALF)).isEqualTo(Standing.PROMPT);
    assertThat(after(before, failure(TokenError.INVALID_CLIENT), SHORT)).isEqualTo(Standing.PROMPT);
    assertThat(after(before, failure(TokenError.SERVER_UNAVAILABLE), SHORT))
        .isEqualTo(Standing.PROMPT);
  }

  @ParameterizedTest
  @EnumSource
  void noAnswerMakesItSlow(Standing before) {
    assertThat(after(before, failure(TokenError.UNREACHABLE), SHORT)).isEqualTo(Standing.SLOW);
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatTookMostOfTheTimeMakesItSlow(Standing before) {
    Duration most = HALF.plusNanos(1);

    assertThat(after(before, TOKEN, most)).isEqualTo(Standing.SLOW);
    assertThat(after(before, failure(TokenError.SERVER_UNAVAILABLE), most))
        .isEqualTo(Standing.SLOW);
  }

  @ParameterizedTest
  @EnumSource
  void runningOutOfTheLittleTimeThatWasLeftTellsNothing(Standing before) {
    TokenFailure silent = failure(TokenError.UNREACHABLE);
    Duration little = HALF.minusNanos(1);

    assertThat(before.after(silent, little, little, DEADLINE)).isEqualTo(before);
    assertThat(before.after(silent, little.minusNanos(1), little, DEADLINE))
        .isEqualTo(Standing.SLOW);
    assertThat(before.after(silent, HALF, HALF, DEADLINE)).isEqualTo(Standing.SLOW);
  }

  @ParameterizedTest
  @EnumSource
  void whatBrokeOnThisSideTellsNothing(Standing before) {
    assertThat(after(before, failure(TokenError.NODE_FAULT), SHORT)).isEqualTo(before);
    assertThat(Standing.told(failure(TokenError.NODE_FAULT))).isEqualTo(Standing.UNKNOWN);
  }

  @Test
  void theSharedRowTellsOfATokenOrAFailure() {
    assertThat(Standing.told(null)).isEqualTo(Standing.PROMPT);
    assertThat(Standing.told(failure(TokenError.THROTTLED))).isEqualTo(Standing.PROMPT);
    assertThat(Standing.told(failure(TokenError.UNREACHABLE))).isEqualTo(Standing.SLOW);
  }
}
