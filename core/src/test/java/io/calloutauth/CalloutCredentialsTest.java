package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bodies are shown, and how much of each. */
class CalloutCredentialsTest {

  private static CalloutCredentials showing(int bytes) {
    return new CalloutCredentials() {
      @Override
      public void applyTo(BiConsumer<String, String> headers) {
        headers.accept("Authorization", "Bearer none");
      }

      @Override
      public int bodyLimit() {
        return bytes;
      }
    };
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"application/json", "Application/JSON; charset=utf-8", "application/problem+json"})
  void jsonIsShown(String contentType) {
    assertThat(showing(20).bodyLimit(contentType)).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text/event-stream", "application/octet-stream", "text/html"})
  void whatIsNoJsonIsNot(String contentType) {
    assertThat(showing(20).bodyLimit(contentType)).isZero();
  }

  @Test
  void asMuchIsShownAsARuleMayReadAtMost() {
    assertThat(showing(Integer.MAX_VALUE).bodyLimit(null)).isEqualTo(64 * 1024);
    assertThat(showing(-1).bodyLimit(null)).isZero();
    assertThat(showing(0).bodyLimit("application/json")).isZero();
  }
}
