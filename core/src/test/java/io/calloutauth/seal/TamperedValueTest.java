package io.calloutauth.seal;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.PasswordBasedEncrypter;
import com.nimbusds.jose.util.Base64URL;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TamperedValueTest {

  private static final SealContext CONTEXT = new SealContext("acme", "p1", "secret", "digest");
  private static final String BASE64URL =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final byte[] KEY = KeySets.bits("a").decode();

  private final SealingKeys keys = SealingKeys.parse(KeySets.of("a"));

  @Test
  void doesNotOpenWithAnyCharacterChanged() {
    String sealed = keys.seal(CONTEXT, "a secret value").text();
    String others = BASE64URL + ".=+/ \n\0\u00E9";

    for (int at = 0; at < sealed.length(); at++) {
      for (int i = 0; i < others.length(); i++) {
        if (others.charAt(i) != sealed.charAt(at)) {
          assertNotOpened(sealed.substring(0, at) + others.charAt(i) + sealed.substring(at + 1));
        }
      }
    }
  }

  @Test
  void doesNotOpenWithAnyCharacterAddedOrTakenAway() {
    String sealed = keys.seal(CONTEXT, "a secret value").text();

    for (int at = 0; at <= sealed.length(); at++) {
      for (String added : List.of("A", ".", "=", " ", "\n", "\0")) {
        assertNotOpened(sealed.substring(0, at) + added + sealed.substring(at));
      }
      if (at < sealed.length()) {
        assertNotOpened(sealed.substring(0, at) + sealed.substring(at + 1));
      }
      assertNotOpened(sealed.substring(0, at == sealed.length() ? 0 : at));
    }
  }

  @Test
  void doesNotOpenWithPartsOfTwoValuesMixed() {
    String[] one = keys.seal(CONTEXT, "value one").text().split("\\.", -1);
    String[] two = keys.seal(CONTEXT, "value two").text().split("\\.", -1);

    for (int mix = 1; mix < 31; mix++) {
      String[] parts = new String[5];
      for (int i = 0; i < 5; i++) {
        parts[i] = (mix >> i & 1) == 1 ? two[i] : one[i];
      }
      boolean whole = (mix | 1) == 1 || (mix | 1) == 31;
      if (!whole) {
        assertNotOpened(String.join(".", parts));
      }
    }
  }

  @Test
  void refusesRandomChangesOfRealValuesAndNeverThrows() {
    Random random = new Random(20261101);
    for (int round = 0; round < 3_000; round++) {
      StringBuilder text = new StringBuilder(keys.seal(CONTEXT, "value " + round).text());
      String before = text.toString();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(0x10000));
          case 1 -> text.deleteCharAt(at);
          default -> text.insert(at, BASE64URL.charAt(random.nextInt(64)));
        }
      }
      if (!before.contentEquals(text)) {
        assertNotOpened(text.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "....",
        ".....",
        "\0",
        "\0.\0.\0.\0.\0",
        "e30....",
        "e30.e30.e30.e30.e30",
        "bnVsbA....",
        "a.b.c.d.e",
        "plain text",
        "{\"ciphertext\":\"x\"}",
        "\uD800.\uD800.\uD800.\uD800.\uD800"
      })
  void refusesWhatIsNoSealedValue(String text) {
    assertRefused(text);
  }

  @Test
  void refusesHugeTextsAndNeverThrows() {
    String huge = "A".repeat(5_000_000);

    assertRefused(huge);
    assertRefused(".".repeat(5_000_000));
    assertRefused(huge + "." + huge + "." + huge + "." + huge + "." + huge);
    assertRefused("e30." + "A".repeat(100_000) + ".AAAA.AAAA.AAAA");
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 1_000, 4_000, 6_000, 50_000})
  void refusesDeepHeadersAndNeverThrows(int depth) {
    for (String open : List.of("[", "{\"a\":")) {
      String close = open.equals("[") ? "]" : "}";
      assertRefused(headed("{\"x\":" + open.repeat(depth) + "1" + close.repeat(depth) + "}"));
      assertRefused(headed(open.repeat(depth)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "7",
        "\"a\"",
        "{\"alg\":null}",
        "{\"alg\":\"none\"}",
        "{\"alg\":\"A256KW\"}",
        "{\"alg\":\"A256KW\",\"enc\":7}",
        "{\"alg\":\"A256KW\",\"enc\":\"A256GCM\"}",
        "{\"alg\":\"A256KW\",\"enc\":\"A256GCM\",\"kid\":7}",
        "{\"alg\":\"A256KW\",\"enc\":\"A256GCM\",\"kid\":\"\"}",
        "{\"alg\":\"A256KW\",\"enc\":\"A256GCM\",\"kid\":\"a\",\"kid\":\"a\"}",
        "{\"alg\":\"A256KW\",\"enc\":\"A256GCM\",\"kid\":\"a\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}}",
        "{\"alg\":\"A256KW\",\"enc\":\"A256GCM\",\"kid\":\"a\",\"jku\":\":\"}",
        "{\"alg\":\"A256KW\",\"enc\":\"A256GCM\",\"kid\":\"a\",\"x5c\":[7]}",
        "{\"alg\":\"A256KW\",\"enc\":\"A256GCM\",\"kid\":\"a\",\"p2c\":-1}",
        "{\"alg\":\"A256KW\",\"enc\":\"A256GCM\",\"kid\":\"a\",\"zip\":\"DEF\"}",
        "{\"alg\":\"A256KW\",\"enc\":\"A256GCM\",\"kid\":\"a\",\"x\":1e99999999}"
      })
  void refusesHeadersThatItDoesNotWrite(String header) {
    assertNotOpened(headed(header));
  }

  @Test
  void namesNoMissingKeyWhoseIdCouldForgeALogLine() {
    Opened opened =
        keys.open(
            CONTEXT,
            headed("{\"alg\":\"A256KW\",\"enc\":\"A256GCM\",\"kid\":\"x\\nERROR forged\"}"));

    assertThat(opened.refusal()).isEqualTo(Opened.Refusal.NOT_AUTHENTIC);
    assertThat(opened.keyId()).isEmpty();
  }

  @Test
  void opensWhatAnotherJweWriterSealedInTheSameForm() throws JOSEException {
    String sealed = sealedBy(new AESEncrypter(KEY), header -> header);

    assertThat(keys.open(CONTEXT, sealed).plainText()).isEqualTo("value");
  }

  @Test
  void refusesEveryOtherFormThatTheSameKeySealed() throws JOSEException {
    AESEncrypter aes = new AESEncrypter(KEY);
    for (UnaryOperator<JWEHeader.Builder> change : otherHeaders()) {
      assertRefused(sealedBy(aes, change));
    }
    assertRefused(sealedBy(aes, JWEAlgorithm.A256GCMKW, EncryptionMethod.A256GCM, h -> h));
    assertRefused(sealedBy(aes, JWEAlgorithm.A256KW, EncryptionMethod.A128GCM, h -> h));
    assertRefused(sealedBy(aes, JWEAlgorithm.A256KW, EncryptionMethod.A256CBC_HS512, h -> h));
    assertRefused(
        sealedBy(new DirectEncrypter(KEY), JWEAlgorithm.DIR, EncryptionMethod.A256GCM, h -> h));
    assertRefused(
        sealedBy(
            new PasswordBasedEncrypter(KEY, 8, 1000),
            JWEAlgorithm.PBES2_HS256_A128KW,
            EncryptionMethod.A256GCM,
            h -> h));
  }

  private static List<UnaryOperator<JWEHeader.Builder>> otherHeaders() {
    return List.of(
        header -> header.compressionAlgorithm(CompressionAlgorithm.DEF),
        header -> header.criticalParams(Set.of("tenant")),
        header -> header.type(null),
        header -> header.type(JOSEObjectType.JOSE),
        header -> header.type(new JOSEObjectType("CALLOUT-AUTH+JWE")),
        header -> header.contentType("text/plain"),
        header -> header.keyID(null),
        header -> header.customParam("more", "x"),
        header -> header.customParam("tenant", null),
        header -> header.customParam("tenant", List.of("acme")),
        header -> header.customParam("name", 7),
        header -> header.customParam("destinations", null));
  }

  private static String sealedBy(JWEEncrypter encrypter, UnaryOperator<JWEHeader.Builder> change)
      throws JOSEException {
    return sealedBy(encrypter, JWEAlgorithm.A256KW, EncryptionMethod.A256GCM, change);
  }

  private static String sealedBy(
      JWEEncrypter encrypter,
      JWEAlgorithm alg,
      EncryptionMethod enc,
      UnaryOperator<JWEHeader.Builder> change)
      throws JOSEException {
    JWEHeader.Builder header =
        new JWEHeader.Builder(alg, enc)
            .type(new JOSEObjectType("callout-auth+jwe"))
            .keyID("a")
            .customParam("tenant", "acme")
            .customParam("provider", "p1")
            .customParam("name", "secret")
            .customParam("destinations", "digest");
    JWEObject object = new JWEObject(change.apply(header).build(), new Payload("value"));
    object.encrypt(encrypter);
    return object.serialize();
  }

  /** A real value under another header. */
  private String headed(String header) {
    String sealed = keys.seal(CONTEXT, "value").text();
    return Base64URL.encode(header) + sealed.substring(sealed.indexOf('.'));
  }

  private void assertRefused(String text) {
    Opened opened = keys.open(CONTEXT, text);
    assertThat(opened.plainText()).isNull();
    assertThat(opened.refusal()).isEqualTo(Opened.Refusal.NOT_AUTHENTIC);
  }

  /** A changed kid may name a key that is missing; nothing else may be said of a changed value. */
  private void assertNotOpened(String text) {
    Opened opened = keys.open(CONTEXT, text);
    assertThat(opened.plainText()).isNull();
    assertThat(opened.refusal()).isIn(Opened.Refusal.NOT_AUTHENTIC, Opened.Refusal.KEY_MISSING);
    assertThat(opened.refusal() == Opened.Refusal.KEY_MISSING && opened.keyId().equals("a"))
        .isFalse();
  }
}
