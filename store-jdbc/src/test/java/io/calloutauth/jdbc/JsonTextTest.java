package io.calloutauth.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  @Test
  void writesJson() {
    assertThat(JsonText.object(Map.of())).isEqualTo("{}");
    assertThat(JsonText.object(Map.of("b", "2", "a", "say \"hi\"\\\n")))
        .isEqualTo("{\"a\":\"say \\\"hi\\\"\\\\\\u000a\",\"b\":\"2\"}");
    assertThat(JsonText.array(List.of())).isEqualTo("[]");
    assertThat(JsonText.array(List.of("a", ""))).isEqualTo("[\"a\",\"\"]");
  }

  @Test
  void readsWhatItWrote() {
    Map<String, String> map = Map.of("", "", "{\"", "\\u0041\"}", "\u0000\uD83D", "\uDD11,:[]");
    List<String> texts = List.of("a", "", "\\", "\"", "],[", "\uD83D\uDD11");

    assertThat(JsonText.readObject(JsonText.object(map))).contains(map);
    assertThat(JsonText.readArray(JsonText.array(texts))).contains(texts);
    assertThat(JsonText.readObject("{}")).contains(Map.of());
    assertThat(JsonText.readArray("[]")).contains(List.of());
  }

  @Test
  void readsWhatADatabasesOwnFunctionsWrite() {
    assertThat(JsonText.readObject(" { \"a\" : \"b\" ,\n\"c\":\t\"\\n\\/\\u00fC\"} "))
        .contains(Map.of("a", "b", "c", "\n/\u00fc"));
    assertThat(JsonText.readArray("[ \"a\", \"\\b\\f\\r\\t\" ]"))
        .contains(List.of("a", "\b\f\r\t"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "garbage",
        "\"\"",
        "\"",
        "[]",
        "[\"a\",\"b\"]",
        "{",
        "{}}",
        "{} {}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":\"b\",}",
        "{\"a\":\"b\" \"c\":\"d\"}",
        "{\"a\":\"b\"",
        "{\"a\":\"b",
        "{\"a\":\"\\",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u00\"}",
        "{\"a\":\"\\u00g0\"}",
        "{\"a\":1}",
        "{\"a\":null}",
        "{\"a\":{}}",
        "{\"a\":\"b\",\"a\":\"c\"}",
        "{a:\"b\"}",
        "'{}'",
      })
  void isNotFooledByWhatItDidNotWrite(@Nullable String text) {
    assertThat(JsonText.readObject(text)).isEmpty();
    assertThat(JsonText.readArray(String.valueOf(text).replace('[', '{'))).isEmpty();
  }

  @Test
  void writesNoHalfCharactersOrControls() {
    String text = JsonText.array(List.of("\u0000\u001F", "\uD83D", "\uDD11", "\uD83D\uDD11"));

    assertThat(text).isEqualTo("[\"\\u0000\\u001f\",\"\\ud83d\",\"\\udd11\",\"\uD83D\uDD11\"]");
  }
}
