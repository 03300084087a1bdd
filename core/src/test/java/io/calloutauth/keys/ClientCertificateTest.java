package io.calloutauth.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.calloutauth.oauth.CertificateChain;
import io.calloutauth.oauth.Secret;
import io.calloutauth.testkit.MadeCertificate;
import io.calloutauth.testkit.MadeCertificate.Maker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads client certificates as they are pasted, and refuses each thing that is none in its way. */
class ClientCertificateTest {

  private static final MadeCertificate ISSUED = MadeCertificate.issued("CN=billing,O=Acme");
  private static final int SMALL = 512 * 1024;
  private static final int LARGE = 64 * 1024 * 1024;
  private static final MadeCertificate ALONE = MadeCertificate.selfSigned("CN=alone");

  private static CertificateReading read(String typed, @Nullable String password) {
    return ClientCertificate.read(Secret.of(typed), password == null ? null : Secret.of(password));
  }

  private static ClientCertificate certificate(String typed, @Nullable String password) {
    CertificateReading reading = read(typed, password);
    assertThat(reading.problem()).isNull();
    return Objects.requireNonNull(reading.certificate());
  }

  /** Returns what OpenSSL wrote. */
  private static String file(String name) throws IOException {
    try (InputStream in =
        ClientCertificateTest.class.getResourceAsStream("/certificates/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  static Stream<Arguments> goodInput() throws Exception {
    return Stream.of(
        arguments(ISSUED.typed(), null),
        arguments(ISSUED.keyPem() + MadeCertificate.pem(ISSUED.chain()), null),
        arguments("Bag Attributes\n" + ISSUED.typed().replace("\n", "\r\n"), "of no use"),
        arguments(ISSUED.pkcs12("changeit"), "changeit"),
        arguments(ISSUED.pkcs12(""), null));
  }

  @ParameterizedTest
  @MethodSource
  void goodInput(String typed, @Nullable String password) throws Exception {
    ClientCertificate read = certificate(typed, password);

    byte[] digest = MessageDigest.getInstance("SHA-256").digest(ISSUED.certificate().getEncoded());
    assertThat(Base64.getUrlDecoder().decode(read.thumbprint())).isEqualTo(digest);
    assertThat(read.chain().x5c()).hasSize(2);
    assertThat(read.keyManager().getCertificateChain("client"))
        .containsExactlyElementsOf(ISSUED.chain());
    assertThat(read.keyManager().getPrivateKey("client")).isEqualTo(ISSUED.pair().getPrivate());
    assertThat(read.problemAsIssued()).isNull();
    assertThat(read.problemAsSelfSigned()).isEqualTo(CertificateProblem.NOT_SELF_SIGNED);
    assertThat(read.ends()).isEqualTo(ISSUED.certificate().getNotAfter().toInstant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"key-pbes2.pem", "key-pbes1.pem", "openssl.p12.txt", "openssl-legacy.p12.txt"})
  void opensWhatOpenSslEncrypted(String name) throws Exception {
    String typed = name.startsWith("key") ? file("certificate.pem") + file(name) : file(name);

    assertThat(certificate(typed, "changeit").problemAsSelfSigned()).isNull();
    assertThat(read(typed, "wrong").problem()).isEqualTo(CertificateProblem.WRONG_PASSWORD);
  }

  @ParameterizedTest
  @CsvSource({"RSA, 2048", "RSA, 4096", "EC, 256", "EC, 384", "EC, 521", "Ed25519, 0"})
  void opensWhatItWrote(String algorithm, int bits) {
    MadeCertificate made =
        new Maker("CN=alone").pair(MadeCertificate.keyPair(algorithm, bits)).make();
    ClientCertificate read = certificate(made.typed(), null);

    ClientCertificate opened = ClientCertificate.of(read.chain(), read.privatePart()).orElseThrow();
    ClientCertificate whole = ClientCertificate.of(read.wholeText()).orElseThrow();

    assertThat(opened.thumbprint()).isEqualTo(read.thumbprint()).isEqualTo(whole.thumbprint());
    assertThat(opened.privatePart()).isEqualTo(read.privatePart()).isEqualTo(whole.privatePart());
    assertThat(read.problemAsSelfSigned()).isNull();
    assertThat(read.problemAsIssued()).isEqualTo(CertificateProblem.SELF_SIGNED);
    assertThat(read.toString()).isEqualTo("ClientCertificate[" + read.thumbprint() + "]");
  }

  @Test
  void partsThatDoNotBelongTogetherOpenNothing() {
    ClientCertificate one = certificate(ISSUED.typed(), null);
    ClientCertificate two = certificate(MadeCertificate.issued("CN=two").typed(), null);

    CertificateChain renamed = new CertificateChain(two.thumbprint(), one.chain().x5c());
    CertificateChain garbage = new CertificateChain(one.thumbprint(), List.of("AAAA"));
    assertThat(ClientCertificate.of(two.chain(), one.privatePart())).isEmpty();
    assertThat(ClientCertificate.of(renamed, one.privatePart())).isEmpty();
    assertThat(ClientCertificate.of(garbage, one.privatePart())).isEmpty();
    assertThat(ClientCertificate.of(one.chain(), Secret.of("AA.AA.AA"))).isEmpty();
    assertThat(ClientCertificate.of(Secret.of("AA"))).isEmpty();
  }

  static Stream<Arguments> badInput() throws Exception {
    MadeCertificate other = MadeCertificate.issued("CN=other");
    MadeCertificate root = MadeCertificate.authority("CN=root");
    MadeCertificate between = new Maker("CN=between").issuer(root).authority().make();
    MadeCertificate deep = new Maker("CN=deep").issuer(between).make();
    KeyPair weak = MadeCertificate.keyPair("RSA", 1_024);
    MadeCertificate weakRoot = new Maker("CN=weak root").pair(weak).authority().make();
    MadeCertificate byWeak = new Maker("CN=of weak").issuer(weakRoot).make();
    KeyPair dsa = MadeCertificate.keyPair("DSA", 2_048);
    String key = ISSUED.keyPem();
    String own = ISSUED.pem();
    List<java.security.cert.X509Certificate> reversed = new ArrayList<>(deep.chain());
    Collections.swap(reversed, 1, 2);
    return Stream.of(
        arguments("", null, CertificateProblem.UNREADABLE),
        arguments("s3cret", null, CertificateProblem.UNREADABLE),
        arguments("MIIE", null, CertificateProblem.UNREADABLE),
        arguments("-----BEGIN ", null, CertificateProblem.UNREADABLE),
        arguments(own.replace("MII", "AII") + key, null, CertificateProblem.UNREADABLE),
        arguments(own + "A".repeat(40_000), null, CertificateProblem.TOO_LARGE),
        arguments(large().typed(), null, CertificateProblem.TOO_LARGE),
        arguments(own.repeat(6) + key, null, CertificateProblem.TOO_LARGE),
        arguments(
            file("certificate.pem") + file("key-2000001-rounds.pem"),
            "changeit",
            CertificateProblem.TOO_LARGE),
        arguments(own, null, CertificateProblem.NO_KEY),
        arguments(key, null, CertificateProblem.NO_CERTIFICATE),
        arguments(
            file("certificate.pem") + file("key-pbes2.pem"),
            null,
            CertificateProblem.PASSWORD_MISSING),
        arguments(
            file("certificate.pem") + file("key-pbes2.pem"),
            "wrong",
            CertificateProblem.WRONG_PASSWORD),
        arguments(
            file("certificate.pem") + file("key-scrypt.pem"),
            "changeit",
            CertificateProblem.UNKNOWN_ENCRYPTION),
        arguments(ISSUED.pkcs12("changeit"), "\u00FCber", CertificateProblem.PASSWORD_NOT_ASCII),
        arguments(ISSUED.pkcs12("changeit"), null, CertificateProblem.PASSWORD_MISSING),
        arguments(ISSUED.pkcs12("changeit"), "wrong", CertificateProblem.WRONG_PASSWORD),
        arguments(cut(ISSUED.pkcs12("changeit")), "changeit", CertificateProblem.UNREADABLE),
        arguments(store(false, ISSUED), "changeit", CertificateProblem.NO_KEY),
        arguments(store(true, ISSUED, other), "changeit", CertificateProblem.SEVERAL_KEYS),
        arguments(own + key.replace("PRIVATE", "EC PRIVATE"), null, CertificateProblem.NOT_PKCS8),
        arguments(
            own + key.replaceAll("(?s)(-----\n.{40}).*(\n-----E)", "$1$2"),
            null,
            CertificateProblem.KEY_UNREADABLE),
        arguments(own + key + key, null, CertificateProblem.SEVERAL_KEYS),
        arguments(
            new Maker("CN=dsa").pair(dsa).make().typed(), null, CertificateProblem.UNSUPPORTED),
        arguments(
            new Maker("CN=weak").pair(weak).make().typed(), null, CertificateProblem.RSA_SIZE),
        arguments(byWeak.typed(), null, CertificateProblem.RSA_SIZE),
        arguments(own + other.keyPem(), null, CertificateProblem.MISMATCH),
        arguments(
            MadeCertificate.pem(reversed) + deep.keyPem(), null, CertificateProblem.WRONG_ORDER),
        arguments(root.pem() + deep.pem() + deep.keyPem(), null, CertificateProblem.WRONG_ORDER),
        arguments(own + other.pem() + key, null, CertificateProblem.SEVERAL_LEAVES),
        arguments(own + root.pem() + key, null, CertificateProblem.BROKEN_CHAIN),
        arguments(deep.pem() + root.pem() + deep.keyPem(), null, CertificateProblem.BROKEN_CHAIN),
        arguments(root.pem() + deep.keyPem(), null, CertificateProblem.AUTHORITY),
        arguments(
            new Maker("CN=server").use("01").make().typed(),
            null,
            CertificateProblem.NOT_FOR_CLIENTS),
        arguments(
            new Maker("CN=encipher").keyUsage(0x20).make().typed(),
            null,
            CertificateProblem.NOT_FOR_CLIENTS));
  }

  private static MadeCertificate large() {
    String name = "CN=" + "a".repeat(5_000);
    return new Maker(name).issuer(new Maker(name).authority().make()).make();
  }

  private static String cut(String base64) {
    return base64.substring(0, base64.length() / 2);
  }

  private static String store(boolean keys, MadeCertificate... entries) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (MadeCertificate each : entries) {
      String alias = each.certificate().getSubjectX500Principal().getName();
      if (keys) {
        Certificate[] chain = each.chain().toArray(new Certificate[0]);
        store.setKeyEntry(alias, each.pair().getPrivate(), "changeit".toCharArray(), chain);
      } else {
        store.setCertificateEntry(alias, each.certificate());
      }
    }
    return MadeCertificate.encoded(store, "changeit");
  }

  @ParameterizedTest
  @MethodSource
  void badInput(String typed, @Nullable String password, CertificateProblem problem) {
    CertificateReading reading = read(typed, password);

    assertThat(reading.problem()).isEqualTo(problem);
    assertThat(reading.certificate()).isNull();
    assertThat(reading.toString()).isEqualTo("CertificateReading[" + problem + "]");
  }

  @Test
  void anAuthoritysOwnCertificateIsNoClients() {
    MadeCertificate root = MadeCertificate.authority("CN=root");
    MadeCertificate between = new Maker("CN=between").issuer(root).authority().make();

    assertThat(certificate(between.typed(), null).problemAsIssued())
        .isEqualTo(CertificateProblem.AUTHORITY);
    assertThat(certificate(ISSUED.pem() + ISSUED.keyPem(), null).problemAsIssued())
        .isEqualTo(CertificateProblem.INCOMPLETE);
  }

  @Test
  void takesTheUsesThatTlsClientsHave() {
    assertThat(certificate(new Maker("CN=a").use("02").make().typed(), null)).isNotNull();
    assertThat(certificate(new Maker("CN=a").keyUsage(0x80).make().typed(), null)).isNotNull();
  }

  @Test
  void isValidFromItsStartUntilTheFirstOfItsChainEnds() {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    Instant end = Instant.parse("2026-06-01T00:00:00Z");
    MadeCertificate root =
        new Maker("CN=root").authority().valid(start.minusSeconds(9), end).make();
    MadeCertificate leaf =
        new Maker("CN=leaf").issuer(root).valid(start, end.plusSeconds(99)).make();
    ClientCertificate read = certificate(leaf.typed(), null);

    assertThat(read.ends()).isEqualTo(end);
    assertThat(read.problemAt(start.minusSeconds(1))).isEqualTo(CertificateProblem.NOT_YET_VALID);
    assertThat(read.problemAt(start)).isNull();
    assertThat(read.problemAt(end.minusSeconds(1))).isNull();
    assertThat(read.problemAt(end)).isEqualTo(CertificateProblem.EXPIRED);
  }

  /** The JDK opens parts of parts until its stack is used up. */
  @Test
  void isNotReadWhereItIsNestedTooDeep() throws Exception {
    MadeCertificate deep = nested(6_500);
    String file = deep.pkcs12("changeit");

    for (int stack : new int[] {SMALL, LARGE}) {
      assertThat(withStack(stack, () -> read(deep.typed(), null)).problem())
          .isEqualTo(CertificateProblem.UNREADABLE);
      assertThat(withStack(stack, () -> read(file, "changeit")).problem())
          .isEqualTo(CertificateProblem.UNREADABLE);
    }
    assertThat(read(nested(10).typed(), null).problem()).isNull();
  }

  private static MadeCertificate nested(int levels) throws Exception {
    MadeCertificate made = withStack(LARGE, () -> new Maker("CN=deep").nested(levels).make());
    letTheJdkForget();
    return made;
  }

  /** The JDK keeps the last 750 certificates that it read, and reads none of them again. */
  private static void letTheJdkForget() throws Exception {
    byte[] other = MadeCertificate.selfSigned("CN=other").certificate().getEncoded();
    for (int i = 0; i < 1_000; i++) {
      other[other.length - 1] = (byte) i;
      other[other.length - 2] = (byte) (i >> Byte.SIZE);
      CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(other));
    }
  }

  private static <T> T withStack(int bytes, Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(null, task, "stack of " + bytes, bytes).start();
    return task.get();
  }

  /** The JDK's own key manager has nothing to show where the server lists other authorities. */
  @Test
  void isShownWhateverAuthoritiesTheServerLists() {
    javax.net.ssl.X509KeyManager keys = certificate(ALONE.typed(), null).keyManager();
    java.security.Principal[] others = {ISSUED.certificate().getIssuerX500Principal()};

    assertThat(keys.chooseClientAlias(new String[] {"RSA", "EC"}, others, null))
        .isEqualTo("client");
    assertThat(keys.chooseClientAlias(new String[] {"RSA"}, others, null)).isNull();
    assertThat(keys.chooseServerAlias("EC", others, null)).isNull();
    assertThat(keys.toString()).isEqualTo("CertificateKeyManager");
  }
}
