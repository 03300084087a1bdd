package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.engine.BackOffState.BackOff;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {

  private static final TokenFailure TRANSIENT = failure(FailureClass.TRANSIENT, null);
  private static final TokenFailure PERMANENT = failure(FailureClass.PERMANENT, null);

  private static TokenFailure failure(FailureClass failureClass, @Nullable Duration retryAfter) {
    return TokenFailure.builder(failureClass, TokenError.UNREACHABLE)
        .retryAfter(retryAfter)
        .build();
  }

  private static double seconds(double draw, TokenFailure failure, int attempts, long usable) {
    return new BackOff(() -> draw).after(failure, attempts, Duration.ofSeconds(usable)).toMillis()
        / 1000.0;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "6, 32", "7, 60", "1000000, 60"})
  void drawsATransientWaitFromItsUpperHalf(int attempts, double most) {
    assertThat(seconds(1, TRANSIENT, attempts, 0)).isEqualTo(most);
    assertThat(seconds(0, TRANSIENT, attempts, 0)).isEqualTo(most / 2);
  }

  @ParameterizedTest
  @CsvSource({"8, 3600, 128", "9, 3600, 256", "10, 3600, 300", "10, 200, 200", "10, 20, 60"})
  void waitsUpToFiveMinutesWhileATokenIsUsable(int attempts, long usable, double most) {
    assertThat(seconds(1, TRANSIENT, attempts, usable)).isEqualTo(most);
  }

  @ParameterizedTest
  @CsvSource({"1, 60", "2, 120", "4, 480", "5, 900", "1000000, 900"})
  void doublesAPermanentWait(int attempts, double wait) {
    assertThat(seconds(0, PERMANENT, attempts, 3600)).isEqualTo(wait);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "0, 100, 100", "1, 100, 110", "1, 3500, 3600", "0, 9999, 3600"})
  void onlyAddsToWhatAServerAsks(double draw, long asked, double wait) {
    TokenFailure throttled = failure(FailureClass.THROTTLED, Duration.ofSeconds(asked));

    assertThat(seconds(draw, throttled, 1, 0)).isEqualTo(wait);
  }

  @Test
  void takesLessThanASecondForNothingAsked() {
    TokenFailure throttled = failure(FailureClass.THROTTLED, Duration.ofSeconds(1).minusNanos(1));

    assertThat(seconds(0, throttled, 3, 0)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "PERMANENT, 1800, 1, 1800",
    "PERMANENT, 5, 1, 60",
    "TRANSIENT, 120, 1, 120",
    "TRANSIENT, 5, 7, 30",
    "PERMANENT, 9999, 1, 3600",
    "THROTTLED, 5, 7, 5"
  })
  void waitsAtLeastAsLongAsAServerAsksInEachClass(
      FailureClass failureClass, long asked, int attempts, double wait) {
    TokenFailure failure = failure(failureClass, Duration.ofSeconds(asked));

    assertThat(seconds(0, failure, attempts, 0)).isEqualTo(wait);
  }

  @ParameterizedTest
  @CsvSource({"THROTTLED, 1, 5", "THROTTLED, 7, 30", "TRANSIENT, 1, 5", "PERMANENT, 1, 60"})
  void waitsSomeSecondsWhereWhatAServerAsksCannotBeRead(
      FailureClass failureClass, int attempts, double wait) {
    TokenFailure failure =
        TokenFailure.builder(failureClass, TokenError.THROTTLED)
            .leastWait(Duration.ofSeconds(5))
            .build();

    assertThat(seconds(0, failure, attempts, 0)).isEqualTo(wait);
    assertThat(seconds(1, failure, 1, 0)).isGreaterThanOrEqualTo(5.5);
  }

  @Test
  void countsOnlyFailuresOfOneClass() {
    assertThat(BackOff.attempts(FailureClass.PERMANENT, FailureClass.PERMANENT, 3)).isEqualTo(4);
    assertThat(BackOff.attempts(FailureClass.PERMANENT, FailureClass.TRANSIENT, 3)).isEqualTo(1);
  }
}
