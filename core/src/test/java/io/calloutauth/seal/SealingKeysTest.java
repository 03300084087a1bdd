package io.calloutauth.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.Serializable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealingKeysTest {

  private static final SealContext CONTEXT = new SealContext("acme", "p1", "token", null);
  private static final String K = KeySets.bits("a").toString();

  @Test
  void sealsWithTheFirstKeyAndOpensWithAll() {
    SealingKeys before = SealingKeys.parse(KeySets.of("old", "new"));
    SealingKeys after = SealingKeys.parse(KeySets.of("new", "old"));

    SealedText sealed = before.seal(CONTEXT, "value");
    assertThat(sealed.keyId()).isEqualTo("old");
    assertThat(after.seal(CONTEXT, "value").keyId()).isEqualTo("new");

    Opened opened = after.open(CONTEXT, sealed.text());
    assertThat(opened.plainText()).isEqualTo("value");
    assertThat(opened.keyId()).isEqualTo("old");
  }

  @Test
  void namesTheKeyThatIsMissing() {
    SealedText sealed = SealingKeys.parse(KeySets.of("old")).seal(CONTEXT, "value");

    Opened opened = SealingKeys.parse(KeySets.of("new")).open(CONTEXT, sealed.text());

    assertThat(opened.plainText()).isNull();
    assertThat(opened.refusal()).isEqualTo(Opened.Refusal.KEY_MISSING);
    assertThat(opened.keyId()).isEqualTo("old");
  }

  @Test
  void doesNotOpenWithAnotherKeyOfTheSameId() {
    SealedText sealed = SealingKeys.parse(KeySets.of("a")).seal(CONTEXT, "value");
    String other = KeySets.of("a").replace(K, KeySets.bits("b").toString());

    Opened opened = SealingKeys.parse(other).open(CONTEXT, sealed.text());

    assertThat(opened.refusal()).isEqualTo(Opened.Refusal.NOT_AUTHENTIC);
    assertThat(opened.keyId()).isEqualTo("a");
  }

  @Test
  void listsItsKeysWithTheSealingOneFirst() {
    assertThat(SealingKeys.parse(KeySets.of("c", "a", "b")).keyIds())
        .containsExactly("c", "a", "b");
  }

  @Test
  void makesAnEphemeralKeyThatNobodyElseHas() {
    SealingKeys mine = SealingKeys.ephemeral();
    SealingKeys yours = SealingKeys.ephemeral();
    SealedText sealed = mine.seal(CONTEXT, "value");

    assertThat(mine.open(CONTEXT, sealed.text()).plainText()).isEqualTo("value");
    assertThat(yours.open(CONTEXT, sealed.text()).refusal()).isEqualTo(Opened.Refusal.KEY_MISSING);
  }

  @Test
  void showsKeyIdsAndNeverAKey() {
    assertThat(SealingKeys.parse(KeySets.of("a", "b"))).hasToString("SealingKeys[a, b]");
    assertThat(SealingKey.of("a", KeySets.bits("a").decode())).hasToString("SealingKey[a]");
    assertThat(List.of(SealingKeys.class, SealingKey.class))
        .noneMatch(Serializable.class::isAssignableFrom);
  }

  @Test
  void takesMembersThatItDoesNotKnow() {
    String set = KeySets.of("a").replace("\"kty\"", "\"alg\":\"A256KW\",\"use\":\"enc\",\"kty\"");

    assertThat(SealingKeys.parse(set).keyIds()).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "{}",
        "{\"keys\":null}",
        "{\"keys\":{}}",
        "{\"keys\":\"a\"}",
        "{\"keys\":[",
        "hunter2-hunter2-hunter2-hunter2-"
      })
  void refusesWhatIsNotAJwkSet(String set) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.parse(set))
        .withMessageContaining("Not a JWK set")
        .withMessageNotContaining("hunter2")
        .withNoCause();
  }

  @Test
  void refusesASetThatIsNestedTooDeep() {
    String deep = "{\"keys\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertThatIllegalArgumentException().isThrownBy(() -> SealingKeys.parse(deep));
  }

  @Test
  void refusesAnEmptySet() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.parse("{\"keys\":[]}"))
        .withMessageContaining("empty");
  }

  @Test
  void refusesAKidThatTwoKeysHave() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.parse(KeySets.of("a", "b", "a")))
        .withMessageContaining("index 2")
        .withMessageContaining("'a'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"kid\":null,", "\"kid\":7,", "\"kid\":\"\",", "\"kid\":\"a b\","})
  void refusesAKeyWithoutAUsableKid(String kid) {
    String set = KeySets.of("a", "x").replace("\"kid\":\"x\",", kid);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.parse(set))
        .withMessageContaining("index 1")
        .withMessageContaining("kid");
  }

  @Test
  void takesAKidOf128CharactersAndNoLongerOne() {
    assertThat(SealingKeys.parse(KeySets.of("k".repeat(128))).keyIds()).hasSize(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.parse(KeySets.of("k".repeat(129))));
  }

  @Test
  void refusesAnEntryThatIsNotAnObject() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.parse("{\"keys\":[\"" + K + "\"]}"))
        .withMessageContaining("index 0")
        .withMessageNotContaining(K);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "OKP", "OCT", ""})
  void refusesAKeyThatIsNotSymmetric(String kty) {
    String set = KeySets.of("a").replace("\"oct\"", "\"" + kty + "\"");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.parse(set))
        .withMessageContaining("'a'")
        .withMessageContaining("oct")
        .withMessageNotContaining(K);
  }

  @Test
  void refusesAKeyThatHasNotExactly256Bits() {
    List<String> wrong =
        List.of(
            "",
            "AAAA",
            K.substring(2),
            K + "AA",
            K + "=",
            K + "\\n",
            "!" + K,
            K.replace('-', '+') + " ");

    assertThat(wrong)
        .allSatisfy(
            k ->
                assertThatIllegalArgumentException()
                    .isThrownBy(() -> SealingKeys.parse(KeySets.of("a").replace(K, k)))
                    .withMessageContaining("'a'")
                    .withMessageContaining("256 bits")
                    .withMessageNotContaining(K.substring(3, 40)));
  }

  @Test
  void refusesAKeyWithoutBits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.parse(KeySets.of("a").replace("\"k\":", "\"K\":")))
        .withMessageContaining("256 bits");
  }
}
