package io.calloutauth.example.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NeededToolTest {

  private final NeededTool atADesk = new NeededTool(Map.of());
  private final NeededTool inCi = new NeededTool(Map.of("CI", "true"));

  @Test
  void skipsTheStoryWhereItIsMissing() {
    Throwable end = catchThrowable(() -> atADesk.require(false, "no node"));

    assertThat(end.getClass().getSimpleName()).isEqualTo("TestAbortedException");
    assertThat(end).hasMessageContaining("no node");
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
}
