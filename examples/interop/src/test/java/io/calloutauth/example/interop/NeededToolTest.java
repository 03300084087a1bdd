package io.calloutauth.example.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NeededToolTest {

  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final NeededTool atADesk = in(Map.of());
  private final NeededTool inCi = in(Map.of("CI", "true"));

  @Test
  void skipsTheStoryWhereItIsMissingAndSaysWhy() {
    Throwable end = catchThrowable(() -> atADesk.require(false, "no node"));

    assertThat(end.getClass().getSimpleName()).isEqualTo("TestAbortedException");
    assertThat(end).hasMessageContaining("no node");
    assertThat(console.toString(StandardCharsets.UTF_8)).startsWith("Skipped: no node");
  }

  @Test
  void failsTheStoryInCiWhereItIsMissing() {
    Throwable end = catchThrowable(() -> inCi.require(false, "no node"));

    assertThat(end).isInstanceOf(AssertionError.class).hasMessage("no node");
  }

  @Test
  void letsTheStoryGoOnWhereItIsThere() {
    assertThatCode(() -> inCi.require(true, "no node")).doesNotThrowAnyException();
  }

  private NeededTool in(Map<String, String> environment) {
    return new NeededTool(environment, new PrintStream(console, true, StandardCharsets.UTF_8));
  }
}
