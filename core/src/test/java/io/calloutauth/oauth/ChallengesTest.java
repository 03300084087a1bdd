package io.calloutauth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengesTest {

  @Test
  void readsTheExamplesOfRfc6750() {
    assertThat(parse("Bearer realm=\"example\"").blameTheToken()).isTrue();

    Challenges expired =
        parse(
            "Bearer realm=\"example\", error=\"invalid_token\","
                + " error_description=\"The access token expired\"");
    assertThat(expired.error()).contains("invalid_token");
    assertThat(expired.bearer().orElseThrow().parameter("error_description"))
        .contains("The access token expired");
    assertThat(expired.blameTheToken()).isTrue();
  }

  @Test
  void readsSeveralChallengesOfOneValue() {
    Challenges challenges =
        parse("Bearer realm=\"a,b\", error=\"invalid_token\", Basic realm=\"x\"");

    assertThat(challenges.all()).extracting(Challenge::scheme).containsExactly("Bearer", "Basic");
    assertThat(challenges.all().get(0).parameter("realm")).contains("a,b");
    assertThat(challenges.all().get(0).parameter("error")).contains("invalid_token");
    assertThat(challenges.all().get(1).parameter("realm")).contains("x");
    assertThat(challenges.all().get(1).parameter("error")).isEmpty();
  }

  @Test
  void readsSeveralValues() {
    Challenges challenges = parse("Basic realm=\"x\"", "bearer ERROR=invalid_token");

    assertThat(challenges.all()).extracting(Challenge::scheme).containsExactly("Basic", "bearer");
    assertThat(challenges.error()).contains("invalid_token");
  }

  @Test
  void readsTokens68AndSchemesWithoutParameters() {
    Challenges challenges =
        parse("Negotiate YIIB/+aw==, , NTLM ,Bearer error = \"invalid_token\" , DPoP algs=ES256");

    assertThat(challenges.all())
        .extracting(Challenge::scheme)
        .containsExactly("Negotiate", "NTLM", "Bearer", "DPoP");
    assertThat(challenges.all().get(3).parameter("algs")).contains("ES256");
    assertThat(challenges.error()).contains("invalid_token");
  }

  @Test
  void readsEveryCharacterThatANameMayHave() {
    String name = "AZaz09!#$%&'*+-.^_`|~";

    Challenges challenges = parse(name + " " + name + "=x, Other azAZ09-._~+/=, Bearer error=e");

    assertThat(challenges.all())
        .extracting(Challenge::scheme)
        .containsExactly(name, "Other", "Bearer");
    assertThat(challenges.all().get(0).parameter(name)).contains("x");
    assertThat(challenges.error()).contains("e");
  }

  @Test
  void readsEscapesOfAQuotedString() {
    assertThat(parse("Bearer realm=\"say \\\"hi\\\", \\\\o/\", error=invalid_token").bearer())
        .hasValueSatisfying(
            bearer -> assertThat(bearer.parameter("Realm")).contains("say \"hi\", \\o/"));
  }

  @Test
  void readsParametersThatNoCommaSeparates() {
    Challenges challenges = parse("Bearer realm=\"x\" error=\"insufficient_scope\" scope=\"a b\"");

    assertThat(challenges.error()).contains("insufficient_scope");
    assertThat(challenges.scope()).contains(Scope.parse("a b"));
  }

  @Test
  void keepsTheFirstOfADuplicateParameter() {
    assertThat(parse("Bearer error=\"insufficient_scope\", Error=\"invalid_token\"").error())
        .contains("insufficient_scope");
  }

  @Test
  void takesNoWordOfAnUnquotedSentenceForAScheme() {
    Challenges challenges =
        parse("Basic realm=x, error_description=needs no Bearer token, error=invalid_token");

    assertThat(challenges.all()).extracting(Challenge::scheme).containsExactly("Basic");
    assertThat(challenges.bearer()).isEmpty();
  }

  @Test
  void leavesOutAScopeThatCannotBeRead() {
    assertThat(parse("Bearer scope=\"\u00e4\"").scope()).isEmpty();
    assertThat(parse("Bearer scope=\" \"").scope()).isEmpty();
    assertThat(parse("Basic scope=\"a\"").scope()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "BEARER",
        "Bearer realm=\"x\"",
        "Bearer error=\"\"",
        "Bearer error=\"invalid_token\"",
        "bEaReR error=invalid_token",
        "Basic realm=\"x\", Bearer error=\"invalid_token\"",
        "Bearer error=\"invalid_token",
        "Basic realm=\"x\"",
        "Negotiate",
        "Token",
        "OAuth realm=\"x\"",
        "OAuth2 realm=\"gw\", error=\"invalid_token\"",
        "DPoP error=\"invalid_token\"",
        "Bearer error=\"expired_token\"",
        "Basic realm=\"Bearer error=invalid_token\"",
        "Bearer error=\"insufficient_scope\", DPoP error=\"invalid_token\"",
        "",
        " , ,",
        "=\"?\"",
        "\"Bearer\"",
      })
  void blamesTheToken(String value) {
    assertThat(parse(value).blameTheToken()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer error=\"insufficient_scope\"",
        "Bearer error=\"invalid_request\"",
        "Bearer, Bearer error=\"insufficient_scope\"",
        "DPoP error=\"insufficient_scope\", Bearer",
        "Bearer error=\"invalid_request\", OAuth error=\"insufficient_scope\"",
      })
  void doesNotBlameTheToken(String value) {
    assertThat(parse(value).blameTheToken()).isFalse();
  }

  @Test
  void blamesTheTokenWhenThereIsNoHeader() {
    assertThat(parse().blameTheToken()).isTrue();
    assertThat(Challenges.parse(Collections.singletonList(null)).blameTheToken()).isTrue();
  }

  @Test
  void looksAtNoMoreThan16KiCharacters() {
    String padding = "Basic realm=\"" + "x".repeat(Challenges.MOST_CHARACTERS) + "\"";

    assertThat(parse(padding + ", Bearer").bearer()).isEmpty();
    assertThat(parse(padding, "Bearer").bearer()).isEmpty();
    assertThat(parse("Bearer", padding).bearer()).isPresent();
  }

  @Test
  void looksAtNoMoreThan32Challenges() {
    String[] values = new String[40];
    Arrays.fill(values, "a, b, c");

    assertThat(parse(values).all()).hasSize(Challenges.MOST);
    assertThat(parse("x, ".repeat(31) + "Bearer, Basic").bearer()).isPresent();
    assertThat(parse("x, ".repeat(32) + "Bearer").bearer()).isEmpty();
  }

  @Test
  void printsNothingThatTheServerWrote() {
    assertThat(parse("Bearer realm=\"secret-realm\"").toString()).doesNotContain("secret", "Bear");
  }

  @Test
  void survivesAnyInput() {
    Random random = new Random(9110);
    for (int round = 0; round < 20_000; round++) {
      Challenges challenges = Challenges.parse(randomValues(random));

      challenges.scope();
      challenges.error();
      challenges.blameTheToken();
      assertThat(challenges.all()).hasSizeLessThanOrEqualTo(Challenges.MOST);
    }
  }

  @Test
  void findsABearerChallengeAmongAnyOthers() {
    Random random = new Random(6750);
    for (int round = 0; round < 5_000; round++) {
      List<String> parts = new ArrayList<>();
      for (int others = random.nextInt(6); others > 0; others--) {
        parts.add(wellFormed(random));
      }
      parts.add(random.nextInt(parts.size() + 1), "bearer realm=\"a, \\\"b\", error=invalid_token");
      String value = String.join(random.nextBoolean() ? "," : " ,\t, ", parts);

      assertThat(parse(value).error()).as(value).contains("invalid_token");
      assertThat(parse(value).all()).as(value).hasSize(parts.size());
    }
  }

  private static String wellFormed(Random random) {
    String[] forms = {
      "Negotiate", "Negotiate ab+/==", "Basic realm=\"Bearer, x=\\\"\"", "DPoP algs=\"ES256\", n=1"
    };
    return forms[random.nextInt(forms.length)];
  }

  private static List<String> randomValues(Random random) {
    String pieces = "Bearer error=\"invalid_token\", \\\"\\ == ,,\t\r\n\0\u00e4\uD83D/;Basic scope";
    List<String> values = new ArrayList<>();
    for (int count = random.nextInt(4); count > 0; count--) {
      StringBuilder value = new StringBuilder();
      for (int length = random.nextInt(30); length > 0; length--) {
        int from = random.nextInt(pieces.length());
        value.append(pieces, from, Math.min(pieces.length(), from + 1 + random.nextInt(8)));
      }
      values.add(value.toString());
    }
    return values;
  }

  private static Challenges parse(String... values) {
    return Challenges.parse(List.of(values));
  }
}
