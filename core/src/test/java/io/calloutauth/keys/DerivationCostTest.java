package io.calloutauth.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.calloutauth.oauth.Secret;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Finds the rounds of a form, in whatever way that BER allows and the JDK reads it is written. */
class DerivationCostTest {

  private static final String SALT = "0403aabbcc";

  /** 2,097,152 rounds. */
  private static final String ROUNDS = "0203200000";

  private static final String COSTLY = sequence(SALT + ROUNDS);

  private static String element(String tag, String content) {
    return tag + "82%04x".formatted(content.length() / 2) + content;
  }

  private static String sequence(String content) {
    return element("30", content);
  }

  private static String octets(String content) {
    return element("04", content);
  }

  private static String indefinite(String tag, String content) {
    return tag + "80" + content + "0000";
  }

  private static String halves(String content) {
    return octets(content.substring(0, 8)) + octets(content.substring(8));
  }

  private static String nested(int times, String content, UnaryOperator<String> around) {
    return Stream.iterate(content, around).skip(times).findFirst().orElseThrow();
  }

  static Stream<Arguments> costly() {
    String salt = element("24", SALT);
    return Stream.of(
        arguments("plain", COSTLY),
        arguments("in an octet string", octets(COSTLY)),
        arguments("in parts", element("24", halves(COSTLY))),
        arguments("in parts of indefinite length", indefinite("24", halves(COSTLY))),
        arguments("in parts of parts", element("24", element("24", halves(COSTLY)))),
        arguments(
            "in parts of parts of indefinite length",
            indefinite("24", indefinite("24", halves(COSTLY)) + indefinite("24", "0400"))),
        arguments("in parts of another class", element("a4", element("64", halves(COSTLY)))),
        arguments("a salt in parts", sequence(salt + ROUNDS)),
        arguments(
            "a salt in parts of indefinite length",
            indefinite("30", "2480" + SALT + "0000" + ROUNDS)),
        arguments("a salt of another class", sequence(element("e4", SALT) + ROUNDS)),
        arguments("after many siblings", indefinite("30", "30800000".repeat(100) + COSTLY)),
        arguments("many that are cheap alone", sequence(sequence(SALT + "0202ffff").repeat(31))),
        arguments("not marked as constructed", element("80", octets(COSTLY))),
        arguments(
            "in a set that is not marked as such", element("80", element("31", SALT + ROUNDS))),
        arguments("in what only looks like parts", element("24", COSTLY)),
        arguments("60 deep", nested(60, COSTLY, DerivationCostTest::sequence)),
        arguments("too deep to be counted", nested(70, "0500", DerivationCostTest::sequence)),
        arguments("of parts too deep", nested(70, "0400", each -> element("24", each))),
        arguments("a negative number", sequence(SALT + "0204ffffffff")),
        arguments("a large number", sequence(SALT + "0209010000000000000001")),
        arguments("beyond its end", "30820fff" + COSTLY));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("costly")
  void countsTheRoundsOf(String name, String ber) {
    assertThat(DerivationCost.isBearable(HexFormat.of().parseHex(ber))).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("costly")
  void isAskedBeforeAFileIsOpened(String name, String ber) {
    byte[] file = HexFormat.of().parseHex(sequence(ber));

    assertThat(
            ClientCertificate.read(
                    Secret.of(Base64.getEncoder().encodeToString(file)), Secret.of("changeit"))
                .problem())
        .isEqualTo(CertificateProblem.TOO_LARGE);
  }

  static Stream<String> cheap() {
    return Stream.of(
        sequence(SALT + "0202ffff"),
        sequence(ROUNDS + SALT),
        indefinite("30", "30800000".repeat(100) + SALT + "0202ffff"),
        nested(50, SALT, DerivationCostTest::sequence),
        octets("30"),
        octets("3085" + "ff".repeat(20)),
        element("0c", "30".repeat(200)),
        "");
  }

  @ParameterizedTest
  @MethodSource
  void cheap(String ber) {
    assertThat(DerivationCost.isBearable(HexFormat.of().parseHex(ber))).isTrue();
  }

  /** As many as are typed at most, each with the most rounds that the JDK takes. */
  @Test
  void refusesAFileOfManyEncryptedContents() {
    String content = sequence(element("24", element("24", SALT)) + "02034c4b40");
    String file = sequence(indefinite("24", element("24", octets(sequence(content.repeat(200))))));

    assertThat(DerivationCost.isBearable(HexFormat.of().parseHex(file))).isFalse();
  }
}
