package io.calloutauth.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

    assertThat(JsonText.readObject(JsonText.object(map))).isEqualTo(map);
    assertThat(JsonText.readArray(JsonText.array(texts))).isEqualTo(texts);
    assertThat(JsonText.readObject("{}")).isEmpty();
    assertThat(JsonText.readArray("[]")).isEmpty();
  }

  @Test
  void writesNoHalfCharactersOrControls() {
    String text = JsonText.array(List.of("\u0000\u001F", "\uD83D", "\uDD11", "\uD83D\uDD11"));

    assertThat(text).isEqualTo("[\"\\u0000\\u001f\",\"\\ud83d\",\"\\udd11\",\"\uD83D\uDD11\"]");
  }
}
