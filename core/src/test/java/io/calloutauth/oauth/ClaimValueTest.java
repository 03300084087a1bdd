package io.calloutauth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator types as the value of a claim. */
class ClaimValueTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "enterprise",
        "007",
        "0x1",
        "truest",
        "00D30000000abcd!x",
        "a \"b\"",
        " padded ",
        "Ünïcode"
      })
  void isATextWhereItIsNoJson(String typed) {
    assertThat(ClaimValue.parse(typed)).contains(typed);
  }

  @Test
  void isWhatJsonSays() {
    assertThat(ClaimValue.parse("\"12\"")).contains("12");
    assertThat(ClaimValue.parse(" 12.50 ")).contains(new BigDecimal("12.50"));
    assertThat(ClaimValue.parse("true")).contains(true);
    assertThat(ClaimValue.parse("false")).contains(false);
    assertThat(ClaimValue.parse("[1, \"b\", null]"))
        .contains(Arrays.asList(BigDecimal.ONE, "b", null));
    assertThat(ClaimValue.parse("{\"a\":{\"b\":[]}}"))
        .contains(Map.of("a", Map.of("b", List.of())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "{\"a\":1", "[1,]", "\"a", "\"a\" b", "{\"a\":1,\"a\":2}", "{a:1}", "null"})
  void isRefusedWhereItIsMeantToBeJsonAndIsNone(String typed) {
    assertThat(ClaimValue.parse(typed)).isEmpty();
  }

  /** A reader of the claims that takes numbers as doubles would find infinity. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e400",
        "-1e400",
        "[1e400]",
        "{\"a\":[{\"b\":1e400}]}",
        "1e99999999999",
        "1e-99999999999"
      })
  void isRefusedWhereANumberIsBeyondADouble(String typed) {
    assertThat(ClaimValue.parse(typed)).isEmpty();
    assertThat(ClaimValue.parse("\"1e400\"")).contains("1e400");
    assertThat(ClaimValue.parse("1e308")).contains(new BigDecimal("1e308"));
  }

  @Test
  void isRefusedWhereItNestsTooDeep() {
    assertThat(ClaimValue.parse("[".repeat(33) + "]".repeat(33))).isEmpty();
    assertThat(ClaimValue.parse("[".repeat(32) + "]".repeat(32))).isPresent();
  }
}
