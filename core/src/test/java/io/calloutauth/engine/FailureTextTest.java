package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.engine.RowReading.FailureText;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
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

    TokenFailure read = FailureText.read(FailureText.write(failure));

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

    assertThat(FailureText.write(failure))
        .isEqualTo("PERMANENT INVALID_CLIENT 401 -\t\t" + failure.correlationId());
    assertThat(FailureText.read(FailureText.write(failure)).hint()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "PERMANENT", "LATER INVALID_CLIENT 1 -", "PERMANENT NEW 1 -"})
  void takesWhatItDoesNotKnowForPermanent(String text) {
    assertThat(FailureText.read(text).failureClass()).isEqualTo(FailureClass.PERMANENT);
  }
}
