package io.calloutauth.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a text is JSON to its end is seen without reading it. */
class JsonEndTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " \r\n\t{ } \n",
        "\uFEFF{\"a\":1}",
        "{\"a\":\"}\",\"b\":[{\"c\":\"\\\"}\"}]}",
        "{\"a\":\"\\\\\"}"
      })
  void aWholeObjectIsOneButNoBeginningOfIt(String text) {
    String trimmed = text.stripTrailing();
    for (int end = 0; end < trimmed.length(); end++) {
      byte[] cut = trimmed.substring(0, end).getBytes(UTF_8);
      assertThat(HttpResult.JsonEnd.isWholeJsonObject(cut))
          .as("the first %d characters", end)
          .isFalse();
    }
    assertThat(HttpResult.JsonEnd.isWholeJsonObject(text.getBytes(UTF_8))).isTrue();
    assertThat(HttpResult.JsonEnd.startsAsJsonObject(text.getBytes(UTF_8))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a=b", "[{}]", "\"{}\"", "<html>{}</html>"})
  void nothingElseIs(String text) {
    assertThat(HttpResult.JsonEnd.isWholeJsonObject(text.getBytes(UTF_8))).isFalse();
    assertThat(HttpResult.JsonEnd.startsAsJsonObject(text.getBytes(UTF_8))).isFalse();
  }
}
