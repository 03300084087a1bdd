package io.calloutauth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderNamesTest {

  @ParameterizedTest
  @CsvSource({
    "ΟΔΟΣ, οδος", "ΟΔΟΣ, οδοσ", "STRAẞE, straße", "İzmir, izmir", "İzmir, i\u0307zmir",
        "IRAK, ırak",
    "Caf\u00e9, CAFE\u0301", "\u01f0, J\u030c", "\u0390, \u0399\u0308\u0301", "ǆ, ǅ", "ſ, s", "K, k"
  })
  void foldsWhatDiffersInCaseOrCompositionOnly(String one, String other) {
    assertThat(ProviderNames.key(one)).isEqualTo(ProviderNames.key(other));
  }

  @ParameterizedTest
  @CsvSource({"CRM, CRN", "Maße, Masse", "cafe, café", "CRM 1, CRM1"})
  void keepsOtherNamesApart(String one, String other) {
    assertThat(ProviderNames.key(one)).isNotEqualTo(ProviderNames.key(other));
  }

  /** Compatible forms (NFKC), and kinds and numbers of spaces. */
  @ParameterizedTest
  @CsvSource({
    "CRM, \uff23\uff32\uff2d",
    "\ufb01le, file",
    "\u2460, 1",
    "\u212bre, \u00c5re",
    "a b, a\u00a0b",
    "a b, a\u3000b",
    "a b, a\u2003b",
    "a b, a\u1680b",
    "a b, a  \u2009 b",
    "\u00a8x, \u0308x"
  })
  void foldsWhatDiffersInCompatibleFormsOrSpacesOnly(String one, String other) {
    assertThat(ProviderNames.key(one)).isEqualTo(ProviderNames.key(other));
  }

  @Test
  void foldsEveryKeyToItself() {
    assertThat(
            IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
                .filter(Character::isDefined)
                .filter(point -> Character.getType(point) != Character.SURROGATE)
                .mapToObj(point -> ProviderNames.key("a" + Character.toString(point) + "b"))
                .filter(key -> !ProviderNames.key(key).equals(key)))
        .isEmpty();
  }

  @Test
  void foldsEveryLetterToTheKeyOfItsOtherFormsAndEveryKeyToItself() {
    assertThat(letters().filter(name -> !isFoldedLikeItsOtherForms(name))).isEmpty();
  }

  private static Stream<String> letters() {
    return IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
        .filter(Character::isLetter)
        .mapToObj(Character::toString);
  }

  private static boolean isFoldedLikeItsOtherForms(String name) {
    int letter = name.codePointAt(0);
    String key = ProviderNames.key(name);
    return Stream.of(
            Character.toString(Character.toUpperCase(letter)),
            Character.toString(Character.toTitleCase(letter)),
            name.toLowerCase(Locale.ROOT),
            Normalizer.normalize(name, Normalizer.Form.NFD),
            key)
        .allMatch(form -> ProviderNames.key(form).equals(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\ue000", "a\u0378", "a\u2028", "a\u202e", "a\u200b", "a\t", "a\ud800"})
  void refusesWhatCannotBeSeen(String name) {
    assertThat(ProviderNames.problem(name)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CRM", "a b", "Größe", "名前", "a\u00a0b", "😀", "x'; drop table--"})
  void acceptsWhatCanBeSeen(String name) {
    assertThat(ProviderNames.problem(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\u00a0\u3000",
        " a",
        "a ",
        "a\u00a0",
        "\u202fa",
        "a\0b",
        "a\nb",
        "a\tb",
        "a\u007fb",
        "a\u0085b",
        "a\u202eb",
        "a\u2066b",
        "a\u200fb",
        "a\u200bb",
        "\ufeffa",
        "a\u2028b",
        "\ud83d",
        "a\udc00"
      })
  void refusesWhatCannotBeSeenOrTurnsTheText(String name) {
    assertThat(ProviderNames.problem(name)).isPresent();
  }

  @Test
  void countsToTwoHundredAndFiftyFiveAlsoAfterFolding() {
    assertThat(ProviderNames.problem("n".repeat(255))).isEmpty();
    assertThat(ProviderNames.problem("n".repeat(256))).hasValueSatisfying(ProviderNamesTest::is255);
    // a letter of one character that is composed of two
    assertThat(ProviderNames.problem("\u0958".repeat(128)))
        .hasValueSatisfying(ProviderNamesTest::is255);
  }

  private static void is255(FieldProblem.Reason reason) {
    assertThat(reason.text()).contains("at most 255");
    assertThat(reason.arguments()).containsEntry("most", 255);
  }
}
