package io.calloutauth.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.util.Base64URL;
import java.text.ParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedValueTest {

  private static final SealContext CONTEXT = new SealContext("acme", "p1", "secret", "digest");

  private final SealingKeys keys = SealingKeys.parse(KeySets.of("a"));

  @ParameterizedTest
  @ValueSource(
      strings = {"", "s3cret", "\0", "\u0000\uFFFF\n", "päss wörd", "\uD83D\uDD11 鍵 \u05D0"})
  void opensToWhatWasSealed(String plainText) {
    SealedText sealed = keys.seal(CONTEXT, plainText);

    assertThat(keys.open(CONTEXT, sealed.text()).plainText()).isEqualTo(plainText);
    assertThat(keys.open(CONTEXT, sealed.text()).refusal()).isNull();
    assertThat(sealed.text()).matches("[!-~]+");
  }

  @Test
  void sealsUpTo64KiBInAtMost100000Characters() {
    for (String plainText : List.of("x".repeat(65_536), "\uD83D\uDD11".repeat(16_384))) {
      SealedText sealed = keys.seal(CONTEXT, plainText);

      assertThat(sealed.text()).hasSizeLessThan(100_000);
      assertThat(keys.open(CONTEXT, sealed.text()).plainText()).isEqualTo(plainText);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> keys.seal(CONTEXT, plainText + "x"))
          .withMessage("The value is above 64 KiB");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret\uD800", "\uDC00s3cret", "s3\uDC00\uD800cret"})
  void refusesHalfASurrogatePairWithoutShowingTheValue(String plainText) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys.seal(CONTEXT, plainText))
        .withMessage("The value has half a surrogate pair")
        .withNoCause();
  }

  @Test
  void refusesAContextThatCouldStandForAnother() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys.seal(new SealContext("acme\uD800", "p1", "secret", null), "x"));
  }

  @Test
  void refusesToSealForAContextThatItWouldNotOpen() {
    SealContext longest = new SealContext("t".repeat(12_000), "p1", "secret", null);
    SealContext longer = new SealContext("t".repeat(13_000), "p1", "secret", null);

    String sealed = keys.seal(longest, "x".repeat(65_536)).text();

    assertThat(keys.open(longest, sealed).refusal()).isNull();
    assertThatIllegalArgumentException().isThrownBy(() -> keys.seal(longer, "x"));
  }

  @Test
  void sealsTheSameValueToAnotherTextEachTime() {
    Set<String> parts = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      String[] part = keys.seal(CONTEXT, "value").text().split("\\.", -1);
      // The wrapped key, the nonce, the cipher text and the tag.
      parts.addAll(List.of(part[1], part[2], part[3], part[4]));
    }

    assertThat(parts).hasSize(200);
  }

  @Test
  void writesTheStandardFormWithItsContextAndNothingElse() throws ParseException {
    String sealed = keys.seal(CONTEXT, "value").text();
    JWEObject jwe = JWEObject.parse(sealed);

    assertThat(jwe.getHeader().toJSONObject())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "alg", "A256KW",
                "enc", "A256GCM",
                "typ", "callout-auth+jwe",
                "kid", "a",
                "tenant", "acme",
                "provider", "p1",
                "name", "secret",
                "destinations", "digest"));
    assertThat(jwe.getIV().decode()).hasSize(12);
    assertThat(jwe.getAuthTag().decode()).hasSize(16);
    assertThat(sealed).doesNotContain(Base64URL.encode("value").toString());
  }

  @Test
  void doesNotOpenWhereItWasMovedTo() {
    List<SealContext> contexts =
        List.of(
            CONTEXT,
            new SealContext("ACME", "p1", "secret", "digest"),
            new SealContext("acme ", "p1", "secret", "digest"),
            new SealContext("acm\u00E9", "p1", "secret", "digest"),
            new SealContext("acme\u0301", "p1", "secret", "digest"),
            new SealContext("acm", "ep1", "secret", "digest"),
            new SealContext("p1", "acme", "secret", "digest"),
            new SealContext("acme", "p2", "secret", "digest"),
            new SealContext("acme", "p1", "token", "digest"),
            new SealContext("acme", "p1", "secret", "other"),
            new SealContext("acme", "p1", "secret", ""),
            new SealContext("acme", "p1", "secret", null),
            new SealContext("acme", "p1", "secret\",\"destinations\":\"digest", null),
            new SealContext("", "p1", "secret", "digest"));

    for (SealContext from : contexts) {
      String sealed = keys.seal(from, "value").text();
      for (SealContext to : contexts) {
        Opened opened = keys.open(to, sealed);
        assertThat(opened.plainText()).isEqualTo(from.equals(to) ? "value" : null);
        assertThat(opened.refusal())
            .isEqualTo(from.equals(to) ? null : Opened.Refusal.NOT_AUTHENTIC);
      }
    }
  }

  @Test
  void doesNotTakeALoneSurrogateForTheCharacterThatStandsInForIt() {
    String sealed = keys.seal(new SealContext("acme?", "p1", "secret", null), "value").text();

    assertThat(keys.open(new SealContext("acme\uD800", "p1", "secret", null), sealed).refusal())
        .isEqualTo(Opened.Refusal.NOT_AUTHENTIC);
  }

  @Test
  void sealsAndOpensFromManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Callable<String>> calls =
          IntStream.range(0, 500)
              .<Callable<String>>mapToObj(
                  i ->
                      () -> {
                        SealContext context = new SealContext("acme", "p" + i, "secret", null);
                        String sealed = keys.seal(context, "value " + i).text();
                        return String.valueOf(keys.open(context, sealed).plainText());
                      })
              .toList();
      var results = threads.invokeAll(calls);
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get()).isEqualTo("value " + i);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
