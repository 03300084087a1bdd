package io.calloutauth.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.testkit.TypedKeys;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what administrators paste, and refuses each thing that is no key with words of its own. */
class SigningKeyTest {

  /** RFC 8037 appendix A.1. */
  private static final String ED25519 =
      """
      {"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
       "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}\
      """;

  /** RFC 7515 appendix A.3.1. */
  private static final String P256 =
      """
      {"kty":"EC","crv":"P-256","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI",
       "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
       "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}\
      """;

  /** So it stands in the JSON file of a service account. */
  @Test
  void readsAPemWhoseLineBreaksAreEscaped() {
    String pem = TypedKeys.pem(SigningAlgorithm.RS256);

    assertThat(key(pem.replace("\r", "").replace("\n", "\\n")).kid()).isEqualTo(key(pem).kid());
    assertThat(key(pem.replace("\r", "\\r").replace("\n", "\\n")).kid()).isEqualTo(key(pem).kid());
  }

  /** So libraries write them, against RFC 7518 section 6.3.1.1. */
  @Test
  void readsAJwkWhoseNumbersAreLongerThanTheyMustBe() throws Exception {
    KeyPair pair = pair("RSA", 2_048);
    Map<String, Object> members =
        new RSAKey.Builder((RSAPublicKey) pair.getPublic())
            .privateKey(pair.getPrivate())
            .build()
            .toJSONObject();
    String kid = key(com.nimbusds.jose.util.JSONObjectUtils.toJSONString(members)).kid();
    byte[] modulus = ((RSAPublicKey) pair.getPublic()).getModulus().toByteArray();
    assertThat(modulus[0]).isZero();

    members.put("n", Base64.getUrlEncoder().encodeToString(modulus));

    assertThat(key(com.nimbusds.jose.util.JSONObjectUtils.toJSONString(members)).kid())
        .isEqualTo(kid);
  }

  /** As many as there is room for: whoever looks for an end at each of them takes seconds. */
  @Test
  void readsATextOfBeginningsOnceAlone() {
    String begin = "-----BEGIN A-----";
    CountedText text = new CountedText(begin.repeat(1_000));

    assertThat(PemReader.find(text)).isEmpty();

    assertThat(text.read()).hasValueLessThan(10 * text.length());
  }

  /** Counts the characters that are read of it. */
  private record CountedText(String text, AtomicInteger read) implements CharSequence {

    CountedText(String text) {
      this(text, new AtomicInteger());
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      read.incrementAndGet();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** What is put beside the number of a key would be in the memory of each node. */
  @Test
  void keepsNothingOfAKeyButItsNumber() {
    byte[] number = new byte[32];
    number[31] = 7;
    byte[] more = new byte[9_000];
    byte[] half = element(0xA1, element(0x03, more));
    byte[] inside = element(0x30, bytes("020101"), element(0x04, number), half);
    byte[] pkcs8 =
        element(
            0x30, bytes("020100301306072a8648ce3d020106082a8648ce3d030107"), element(0x04, inside));

    assertThat(key(pem("PRIVATE KEY", pkcs8)).privatePart().reveal()).hasSizeLessThan(200);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** Returns an element of a tag, with its length in two bytes (X.690). */
  private static byte[] element(int tag, byte[]... parts) {
    int length = Stream.of(parts).mapToInt(part -> part.length).sum();
    ByteBuffer element = ByteBuffer.allocate(4 + length);
    element.put((byte) tag).put((byte) 0x82).putShort((short) length);
    Stream.of(parts).forEach(element::put);
    return element.array();
  }

  private static KeyReading read(String typed) {
    return SigningKey.read(Secret.of(typed));
  }

  private static SigningKey key(String typed) {
    KeyReading reading = read(typed);
    assertThat(reading.problem()).isNull();
    return Objects.requireNonNull(reading.key());
  }

  private static KeyPair pair(String algorithm, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
  }

  private static String pem(KeyPair pair) {
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  @Test
  void hasTheThumbprintOfRfc7638() throws Exception {
    String n =
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECP"
            + "ebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2Qvz"
            + "qY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6We"
            + "Zu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
    BigInteger modulus = new BigInteger(1, Base64.getUrlDecoder().decode(n));
    RSAPublicKeySpec spec = new RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537));

    JWK jwk = PublicJwk.of(KeyFactory.getInstance("RSA").generatePublic(spec));

    assertThat(jwk.getKeyID()).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  }

  @Test
  void readsEd25519OfRfc8037() {
    SigningKey key = key(ED25519);

    assertThat(key.kid()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    assertThat(key.publicPart(SigningAlgorithm.EDDSA, KeyState.CURRENT, Instant.EPOCH).toMap())
        .containsEntry("x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
        .containsEntry("alg", "EdDSA")
        .containsEntry("use", "sig")
        .doesNotContainKey("d");
  }

  @Test
  void findsThePublicHalfOfRfc7515() throws Exception {
    SigningKey key = key(P256);

    assertThat(key.publicPart(SigningAlgorithm.ES256, KeyState.CURRENT, Instant.EPOCH).toMap())
        .containsEntry("x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")
        .containsEntry("y", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")
        .containsEntry("kid", ECKey.parse(P256).computeThumbprint().toString());
    String der =
        key.publicPart(SigningAlgorithm.ES256, KeyState.CURRENT, Instant.EPOCH)
            .pem()
            .replaceAll("-----[A-Z ]+-----|\n", "");
    assertThat(Base64.getDecoder().decode(der))
        .isEqualTo(ECKey.parse(P256).toECPublicKey().getEncoded());
  }

  @ParameterizedTest
  @EnumSource
  void opensWhatItMade(SigningAlgorithm algorithm) {
    SigningKey made = SigningKey.generate(algorithm);

    SigningKey opened = SigningKey.of(made.privatePart()).orElseThrow();

    assertThat(opened.kid()).isEqualTo(made.kid());
    assertThat(opened.privatePart()).isEqualTo(made.privatePart());
    assertThat(made.privatePart().reveal()).hasSizeLessThan(400);
    assertThat(made.fits(algorithm)).isTrue();
    assertThat(key(TypedKeys.pem(algorithm)).fits(algorithm)).isTrue();
    assertThat(made.toString()).doesNotContain(made.privatePart().reveal(), made.kid());
  }

  @Test
  void readsAnRsaJwkAndOneOfASet() throws Exception {
    KeyPair pair = pair("RSA", 2_048);
    RSAKey jwk =
        new RSAKey.Builder((RSAPublicKey) pair.getPublic())
            .privateKey(pair.getPrivate())
            .keyIDFromThumbprint()
            .build();

    assertThat(key(pem(pair)).kid()).isEqualTo(jwk.getKeyID());
    assertThat(key(jwk.toJSONString()).kid()).isEqualTo(jwk.getKeyID());
    assertThat(key("{\"keys\":[" + jwk.toJSONString() + "]}").kid()).isEqualTo(jwk.getKeyID());
    assertThat(key(jwk.toJSONString()).privatePart()).isEqualTo(key(pem(pair)).privatePart());
    assertThat(read(withoutPrimes(jwk)).problem()).isEqualTo(KeyProblem.RSA_PRIMES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AA", "AA.AA", "AA.AA.AA", "AQ.AQ.AQ", "Bw.Cw.Aw", ".%.", "a.b.c.d"})
  void whatIsNoPrivatePartOpensNothing(String text) {
    assertThat(SigningKey.of(Secret.of(text))).isEmpty();
  }

  private static String withoutPrimes(RSAKey jwk) {
    Map<String, Object> members = jwk.toJSONObject();
    members.remove("p");
    return com.nimbusds.jose.util.JSONObjectUtils.toJSONString(members);
  }

  @Test
  void readsTheOneKeyBesideACertificate() throws Exception {
    KeyPair pair = pair("EC", 256);

    assertThat(read("Bag Attributes\n" + pem(pair) + pem("CERTIFICATE", new byte[99])).key())
        .isNotNull();
    assertThat(read(pem(pair).replace("\n", "\r\n")).key()).isNotNull();
    assertThat(read(pem(pair) + pem(pair)).problem()).isEqualTo(KeyProblem.SEVERAL_KEYS);
  }

  static Stream<Arguments> badInput() throws Exception {
    KeyPair p384 = pair("EC", 384);
    KeyPairGenerator named = KeyPairGenerator.getInstance("EC");
    named.initialize(new ECGenParameterSpec("secp521r1"));
    String own = P256.replace("\n", "");
    String other =
        new ECKey.Builder(Curve.P_256, (ECPublicKey) pair("EC", 256).getPublic())
            .build()
            .getX()
            .toString();
    return Stream.of(
        arguments("", KeyProblem.UNREADABLE),
        arguments("s3cret", KeyProblem.UNREADABLE),
        arguments("{\"kty\":", KeyProblem.UNREADABLE),
        arguments("{\"kty\":\"EC\",\"kty\":\"EC\"}", KeyProblem.UNREADABLE),
        arguments("{}", KeyProblem.UNREADABLE),
        arguments("{\"keys\":[]}", KeyProblem.UNREADABLE),
        arguments(pem("PRIVATE KEY", new byte[50]), KeyProblem.UNREADABLE),
        arguments(pem("PRIVATE KEY", new byte[0]), KeyProblem.UNREADABLE),
        arguments(cut(pem(pair("EC", 256))), KeyProblem.UNREADABLE),
        arguments(pem("PUBLIC KEY", p384.getPublic().getEncoded()), KeyProblem.PUBLIC_ONLY),
        arguments(pem("CERTIFICATE", new byte[99]), KeyProblem.PUBLIC_ONLY),
        arguments(own.replaceAll("\"d\":\"[^\"]+\",", ""), KeyProblem.PUBLIC_ONLY),
        arguments(pem("ENCRYPTED PRIVATE KEY", new byte[99]), KeyProblem.ENCRYPTED),
        arguments(
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n"
                + "-----END RSA PRIVATE KEY-----",
            KeyProblem.ENCRYPTED),
        arguments(pem("RSA PRIVATE KEY", new byte[99]), KeyProblem.NOT_PKCS8),
        arguments(pem("EC PRIVATE KEY", new byte[99]), KeyProblem.NOT_PKCS8),
        arguments(pem(p384), KeyProblem.WRONG_CURVE),
        arguments(pem(named.generateKeyPair()), KeyProblem.WRONG_CURVE),
        arguments(own.replace("P-256", "secp256k1"), KeyProblem.WRONG_CURVE),
        arguments(ED25519.replace("Ed25519", "X25519"), KeyProblem.WRONG_CURVE),
        arguments(
            pem(KeyPairGenerator.getInstance("Ed448").generateKeyPair()), KeyProblem.WRONG_CURVE),
        arguments(
            pem(KeyPairGenerator.getInstance("X25519").generateKeyPair()), KeyProblem.UNSUPPORTED),
        arguments(pem(pair("DSA", 1_024)), KeyProblem.UNSUPPORTED),
        arguments("{\"kty\":\"oct\",\"k\":\"AAAA\"}", KeyProblem.UNSUPPORTED),
        arguments(pem(pair("RSA", 1_024)), KeyProblem.RSA_SIZE),
        arguments(
            "{\"keys\":[{\"kid\":\"a\",\"kty\":\"EC\"},{\"kid\":\"a\",\"kty\":\"EC\"}]}",
            KeyProblem.EQUAL_KEY_IDS),
        arguments(
            "{\"keys\":[{\"kid\":\"a\",\"kty\":\"EC\"},{\"kid\":\"b\",\"kty\":\"EC\"}]}",
            KeyProblem.SEVERAL_KEYS),
        arguments(
            own.replace("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", other), KeyProblem.MISMATCH),
        arguments(own.replaceAll("\"d\":\"[^\"]+\"", "\"d\":\"AA\""), KeyProblem.MISMATCH),
        arguments(
            own.replaceAll("\"d\":\"[^\"]+\"", "\"d\":\"" + "_".repeat(43) + "\""),
            KeyProblem.MISMATCH),
        arguments(ED25519.replace("11qYAY", "21qYAY"), KeyProblem.MISMATCH));
  }

  private static String cut(String pem) {
    return pem.replaceAll("(?s)(.{100}).*(\n-----END)", "$1$2");
  }

  @ParameterizedTest
  @MethodSource
  void badInput(String typed, KeyProblem problem) {
    KeyReading reading = read(typed);

    assertThat(reading.problem()).isEqualTo(problem);
    assertThat(reading.key()).isNull();
  }

  @Test
  void tellsDamagedRsaNumbers() throws Exception {
    KeyPair pair = pair("RSA", 2_048);
    RSAKey jwk =
        new RSAKey.Builder((RSAPublicKey) pair.getPublic()).privateKey(pair.getPrivate()).build();

    for (String member : new String[] {"e", "p", "q", "dp", "dq", "qi"}) {
      Map<String, Object> members = jwk.toJSONObject();
      members.put(member, "AA");
      String damaged = com.nimbusds.jose.util.JSONObjectUtils.toJSONString(members);

      assertThat(read(damaged).key()).as(member).isNull();
    }
  }

  /** Longer numbers of the same residue sign well, and take minutes when they are long enough. */
  @Test
  void refusesRsaNumbersThatAreLongerThanTheirModulus() throws Exception {
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) pair("RSA", 2_048).getPrivate();
    BigInteger lessP = less(key.getPrimeP());
    BigInteger lessQ = less(key.getPrimeQ());
    BigInteger order = lessP.multiply(lessQ);
    Map<String, BigInteger> longer =
        Map.of(
            "e", key.getPublicExponent().add(order),
            "d", key.getPrivateExponent().add(order),
            "dp", key.getPrimeExponentP().add(lessP),
            "dq", key.getPrimeExponentQ().add(lessQ),
            "qi", key.getCrtCoefficient().add(key.getPrimeP()));
    RSAKey jwk = new RSAKey.Builder(publicHalf(key)).privateKey((RSAPrivateKey) key).build();

    assertThat(read(jwk.toJSONString()).problem()).isNull();
    longer.forEach(
        (member, number) -> {
          Map<String, Object> members = jwk.toJSONObject();
          members.put(member, Base64URL.encode(number).toString());
          String typed = com.nimbusds.jose.util.JSONObjectUtils.toJSONString(members);

          assertThat(read(typed).problem()).as(member).isEqualTo(KeyProblem.MISMATCH);
        });
  }

  /** Such a key signs as it was typed, and not from its two numbers that are sealed. */
  @Test
  void refusesAnRsaKeyOfThreePrimes() throws Exception {
    BigInteger e = BigInteger.valueOf(65_537);
    RSAPrivateCrtKey two = (RSAPrivateCrtKey) pair("RSA", 1_040).getPrivate();
    RSAPrivateCrtKey others = (RSAPrivateCrtKey) pair("RSA", 2_048).getPrivate();
    BigInteger p = two.getModulus();
    BigInteger q = others.getPrimeP();
    BigInteger lessP = less(two.getPrimeP()).multiply(less(two.getPrimeQ()));
    BigInteger d = e.modInverse(lessP.multiply(less(q)));
    Map<String, BigInteger> members =
        Map.of(
            "n",
            p.multiply(q),
            "e",
            e,
            "d",
            d,
            "p",
            p,
            "q",
            q,
            "dp",
            d.mod(lessP),
            "dq",
            d.mod(less(q)),
            "qi",
            q.modInverse(p));
    StringBuilder jwk = new StringBuilder("{\"kty\":\"RSA\"");
    members.forEach(
        (name, number) -> jwk.append(",\"%s\":\"%s\"".formatted(name, Base64URL.encode(number))));

    assertThat(read(jwk + "}").problem()).isEqualTo(KeyProblem.MISMATCH);
  }

  private static BigInteger less(BigInteger number) {
    return number.subtract(BigInteger.ONE);
  }

  private static RSAPublicKey publicHalf(RSAPrivateCrtKey key) throws Exception {
    RSAPublicKeySpec spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
    return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
  }
}
