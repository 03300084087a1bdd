package io.calloutauth.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReaderTest {

  private static final int MOST = 256;

  private static String list(int elements) {
    return "[" + "0,".repeat(elements - 1) + "0]";
  }

  @Test
  void elementsOfArraysCountAsMembers() throws JsonException {
    JsonValue object = JsonReader.readObject("{\"a\":" + list(MOST - 1) + "}");

    assertThat(object.member("a").orElseThrow().elements()).hasSize(MOST - 1);
    refused("{\"a\":" + list(MOST) + "}");
  }

  @ParameterizedTest
  @CsvSource({"[], 127", "{}, 127", "[[]], 84"})
  void elementsOfAllArraysAreCountedTogether(String element, int times) throws JsonException {
    String pairs = ("[" + element + "],").repeat(times);

    assertThat(JsonReader.readObject("{\"a\":[" + pairs + "0]}")).isNotNull();
    refused("{\"a\":[" + pairs + "0,0,0,0]}");
  }

  private static void refused(String text) {
    assertThatThrownBy(() -> JsonReader.readObject(text))
        .isInstanceOfSatisfying(
            JsonException.class,
            why -> assertThat(why.problem()).isEqualTo(JsonException.Problem.TOO_MANY_MEMBERS));
  }
}
