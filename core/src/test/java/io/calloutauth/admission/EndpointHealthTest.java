package io.calloutauth.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndpointHealthTest {

  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final Duration HALF = DEADLINE.dividedBy(2);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final TokenResult TOKEN =
      IssuedToken.builder(Secret.of("t1"), Duration.ofHours(1)).build();

  private static TokenFailure failure(TokenError error) {
    return TokenFailure.builder(FailureClass.TRANSIENT, error).build();
  }

  private static EndpointHealth after(EndpointHealth before, TokenResult answer, Duration took) {
    return before.after(answer, took, DEADLINE, DEADLINE);
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerOfWhateverKindMakesItPrompt(EndpointHealth before) {
    assertThat(after(before, TOKEN, HALF)).isEqualTo(EndpointHealth.PROMPT);
    assertThat(after(before, failure(TokenError.INVALID_CLIENT), SHORT))
        .isEqualTo(EndpointHealth.PROMPT);
    assertThat(after(before, failure(TokenError.SERVER_UNAVAILABLE), SHORT))
        .isEqualTo(EndpointHealth.PROMPT);
  }

  @ParameterizedTest
  @EnumSource
  void noAnswerMakesItSlow(EndpointHealth before) {
    assertThat(after(before, failure(TokenError.UNREACHABLE), SHORT))
        .isEqualTo(EndpointHealth.SLOW);
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatTookMostOfTheTimeMakesItSlow(EndpointHealth before) {
    Duration most = HALF.plusNanos(1);

    assertThat(after(before, TOKEN, most)).isEqualTo(EndpointHealth.SLOW);
    assertThat(after(before, failure(TokenError.SERVER_UNAVAILABLE), most))
        .isEqualTo(EndpointHealth.SLOW);
  }

  @ParameterizedTest
  @EnumSource
  void runningOutOfTheLittleTimeThatWasLeftTellsNothing(EndpointHealth before) {
    TokenFailure silent = failure(TokenError.UNREACHABLE);
    Duration little = HALF.minusNanos(1);

    assertThat(before.after(silent, little, little, DEADLINE)).isEqualTo(before);
    assertThat(before.after(silent, little.minusNanos(1), little, DEADLINE))
        .isEqualTo(EndpointHealth.SLOW);
    assertThat(before.after(silent, HALF, HALF, DEADLINE)).isEqualTo(EndpointHealth.SLOW);
  }

  @ParameterizedTest
  @EnumSource
  void whatBrokeOnThisSideTellsNothing(EndpointHealth before) {
    assertThat(after(before, failure(TokenError.NODE_FAULT), SHORT)).isEqualTo(before);
    assertThat(EndpointHealth.of(failure(TokenError.NODE_FAULT))).isEqualTo(EndpointHealth.UNKNOWN);
  }

  @Test
  void theSharedRowTellsOfATokenOrAFailure() {
    assertThat(EndpointHealth.of(null)).isEqualTo(EndpointHealth.PROMPT);
    assertThat(EndpointHealth.of(failure(TokenError.THROTTLED))).isEqualTo(EndpointHealth.PROMPT);
    assertThat(EndpointHealth.of(failure(TokenError.UNREACHABLE))).isEqualTo(EndpointHealth.SLOW);
  }
}
