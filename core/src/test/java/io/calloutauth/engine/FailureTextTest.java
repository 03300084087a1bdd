package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.store.StoredFailure;
import io.calloutauth.store.TokenRequestOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTextTest {

  @ParameterizedTest
  @EnumSource(TokenError.class)
  void isReadAsItWasWritten(TokenError error) {
    TokenFailure failure =
        TokenFailure.builder(FailureClass.THROTTLED, error)
            .status(429)
            .code("odd code")
            .hint("a.example")
            .build();

    TokenFailure read = FailureText.read(FailureText.write(failure, "1"));

    assertThat(read.toString()).isEqualTo(failure.toString());
    assertThat(read.failureClass()).isEqualTo(FailureClass.THROTTLED);
    assertThat(read.hint()).isEqualTo(failure.hint());
    assertThat(read.correlationId()).isEqualTo(failure.correlationId());
  }

  @Test
  void holdsNothingOfTheServersWords() {
    TokenFailure failure =
        TokenFailure.builder(FailureClass.PERMANENT, TokenError.INVALID_CLIENT)
            .status(401)
            .untrustedDescription("you, again")
            .untrustedErrorUri("https://idp.example.com/you")
            .build();

    assertThat(FailureText.write(failure, "1"))
        .isEqualTo("PERMANENT INVALID_CLIENT 401 -\t\t" + failure.correlationId() + "\t1");
    assertThat(FailureText.read(FailureText.write(failure, "1")).hint()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "PERMANENT", "LATER INVALID_CLIENT 1 -", "PERMANENT NEW 1 -"})
  void takesWhatItDoesNotKnowForPermanent(String text) {
    assertThat(FailureText.read(text).failureClass()).isEqualTo(FailureClass.PERMANENT);
  }

  private static @Nullable TokenFailure unlifted(
      FailureClass kind, String shown, long epoch, String credential) {
    TokenFailure failure = TokenFailure.builder(kind, TokenError.INVALID_CLIENT).build();
    String text = FailureText.write(failure, shown);
    return FailureText.unlifted(stored(text), epoch, credential);
  }

  private static StoredFailure stored(String text) {
    return StoredFailure.of(7, new TokenRequestOutcome.Failure(text, 1), Duration.ZERO);
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureClass.class,
      names = {"PERMANENT", "TRANSIENT"})
  void isLiftedByAnEpochOrACredentialThatIsAnother(FailureClass kind) {
    assertThat(unlifted(kind, "1 a", 7, "1 a")).isNotNull();
    assertThat(unlifted(kind, "1 a", 8, "1 a")).isNull();
    assertThat(unlifted(kind, "1 a", 7, "1 b")).isNull();
    assertThat(unlifted(kind, "1 a", 7, "2 a")).isNull();
  }

  @Test
  void isNotLiftedWhereTheServerThrottled() {
    assertThat(unlifted(FailureClass.THROTTLED, "1 a", 8, "2 b")).isNotNull();
  }

  @Test
  void isNotLiftedWhereACredentialIsNotKnown() {
    assertThat(unlifted(FailureClass.PERMANENT, "1 a", 7, "")).isNotNull();
    assertThat(FailureText.unlifted(stored("PERMANENT INVALID_CLIENT 401 -"), 7, "1 a"))
        .isNotNull();
    assertThat(FailureText.unlifted(stored("PERMANENT INVALID_CLIENT 401 -"), 8, "1 a")).isNull();
  }
}
