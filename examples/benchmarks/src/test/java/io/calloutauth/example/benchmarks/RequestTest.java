package io.calloutauth.example.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTest {

  private static final List<String> KNOWN = List.of("header", "memory");

  @ParameterizedTest
  @CsvSource({
    "short, all, true",
    "full, header, true",
    "full, memory, ''",
    "short, 'header,memory', true"
  })
  void refusesToWriteTheReadmeFromAShortRunOrFromSomeScenarios(
      String scale, String only, String readme) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request(scale, only, readme))
        .withMessageContaining("full run of all scenarios");
  }

  @ParameterizedTest
  @CsvSource({"true", "''"})
  void writesTheReadmeFromAFullRunOfAll(String readme) {
    assertThat(request("full", "all", readme))
        .isEqualTo(new Request(Scale.FULL, Set.copyOf(KNOWN), true, Path.of("here")));
  }

  @Test
  void runsSomeScenariosWithoutTheReadme() {
    Request request = request("short", "memory", "false");

    assertThat(request.names()).containsExactly("memory");
    assertThat(request.readme()).isFalse();
  }

  @Test
  void refusesAScenarioThatDoesNotExist() {
    assertThatIllegalArgumentException().isThrownBy(() -> request("short", "heder", "false"));
  }

  @Test
  void asksNothingOfTheMachineBeforeItRefuses() {
    String[] arguments = {"short", "all", "true", "no-such-folder"};

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Benchmarks.main(arguments))
        .withMessageContaining("full run of all scenarios");
  }

  private static Request request(String scale, String only, String readme) {
    return Request.of(new String[] {scale, only, readme, "here"}, KNOWN);
  }
}
