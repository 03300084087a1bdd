package io.calloutauth.example.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkedTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "../../README.md"})
  void replacesWhatIsBetweenAReadmesMarkersAndNothingElse(String file) throws IOException {
    String readme = Files.readString(Path.of(file));

    String once = MarkedText.replaced(readme, "first");
    String twice = MarkedText.replaced(once, "second");

    assertThat(once).contains("\nfirst\n");
    assertThat(twice).contains("\nsecond\n").doesNotContain("\nfirst\n");
    assertThat(MarkedText.replaced(twice, "first")).isEqualTo(once);
    assertThat(once).startsWith(readme.substring(0, readme.indexOf("<!-- benchmarks")));
    assertThat(once).endsWith(readme.substring(readme.indexOf("<!-- benchmarks: end")));
  }

  @Test
  void refusesATextWithoutMarkers() {
    assertThatIllegalArgumentException().isThrownBy(() -> MarkedText.replaced("text", "part"));
  }
}
