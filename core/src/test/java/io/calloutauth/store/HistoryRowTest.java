package io.calloutauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryRowTest {

  private static final String EMOJI = "\uD83D\uDE00";

  private static String kept(String detail) {
    return HistoryRow.builder("acme", "PROVIDER_CREATED").detail(detail).build().detail();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "TokenRequest: status 500~!", "Größe", EMOJI})
  void keepsATextThatFits(String text) {
    assertThat(kept(text)).isEqualTo(text);
  }

  static Stream<Arguments> unfit() {
    return Stream.of(
        arguments("a\nb", "a?b"),
        arguments("\t", "?"),
        arguments("a\u007Fb", "a?b"),
        arguments("\u0000", "?"),
        arguments("\u00E9\r", "\u00E9?"),
        arguments("a\u202Eb", "a?b"));
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void putsAMarkWhereALineWouldBreakOrSomethingWouldHide(String text, String line) {
    assertThat(kept(text)).isEqualTo(line);
  }

  @Test
  void cutsBehind255CharactersAndNoneInTwo() {
    assertThat(kept("a".repeat(255))).isEqualTo("a".repeat(255));
    assertThat(kept("a".repeat(256))).isEqualTo("a".repeat(255));
    assertThat(kept("a".repeat(254) + EMOJI + "b")).isEqualTo("a".repeat(254) + EMOJI);
  }

  @Test
  void cutsAKindBehind64() {
    assertThat(HistoryRow.builder("acme", "K".repeat(65)).build().kind()).hasSize(64);
  }
}
