package io.calloutauth.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

  @Test
  void writesOnOneLineWhatTheReaderReads() throws JsonException {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("text", "a \"quote\", a \\, a line\n, \u2028, \u0000 and \ud83d\ude00");
    map.put("half", "\ud83d");
    map.put("number", 300L);
    map.put("list", Arrays.asList("a", true, null));
    map.put("object", Map.of("a", List.of()));

    String json = JsonWriter.write(map);

    assertThat(json).doesNotContain("\n").startsWith("{\"text\":").isPrintable();
    assertThat(JsonReader.readObject(json).text("text")).contains((String) map.get("text"));
    assertThat(json).contains("\"half\":\"\\ud83d\"");
    assertThat(JsonReader.readObject(json).member("list").orElseThrow().elements()).hasSize(3);
  }

  @Test
  void refusesWhatIsNoJson() {
    assertThatThrownBy(() -> JsonWriter.write(new Object()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
