package io.calloutauth.keys;

import io.calloutauth.oauth.CertificateChain;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes the certificate of an RSA key (RFC 5280), signed by the key itself, for servers that know a
 * key by a certificate. It follows from the key alone, bit by bit, so that nothing of it is stored
 * and no node makes another: an RSA signature of the older kind (RFC 8017 section 8.2) draws
 * nothing at random. It has no end of its own. The JDK has no class that makes one.
 */
final class KeyCertificate {

  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int UTF8_STRING = 0x0c;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int SERIAL_BYTES = 16;
  private static final int SHORT = 0x80;

  private static final byte[] VERSION_3 = HexFormat.of().parseHex("a003020102");
  private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
  private static final byte[] SHA256_WITH_RSA =
      HexFormat.of().parseHex("300d06092a864886f70d01010b0500");

  private KeyCertificate() {}

  /** Returns the certificate of a key; takes as long as a signature. */
  static CertificateChain of(RSAPrivateCrtKey key) {
    try {
      byte[] content = content(key);
      Signature signature = Signature.getInstance(KeyKind.RSA.signature());
      signature.initSign(key);
      signature.update(content);
      byte[] der =
          der(SEQUENCE, content, SHA256_WITH_RSA, der(BIT_STRING, new byte[1], signature.sign()));
      return new CertificateChain(
          ClientCertificate.thumbprint("SHA-256", der),
          List.of(Base64.getEncoder().encodeToString(der)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK makes no signatures of RSA keys");
    }
  }

  private static byte[] content(RSAPrivateCrtKey key) throws GeneralSecurityException {
    PublicKey half =
        KeyKind.RSA
            .factory()
            .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    byte[] name = name(PublicJwk.of(half).getKeyID());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(half.getEncoded());
    BigInteger serial = new BigInteger(1, Arrays.copyOf(digest, SERIAL_BYTES));
    return der(
        SEQUENCE,
        VERSION_3,
        der(INTEGER, serial.toByteArray()),
        SHA256_WITH_RSA,
        name,
        always(),
        name,
        half.getEncoded());
  }

  private static byte[] name(String common) {
    byte[] text = der(UTF8_STRING, common.getBytes(StandardCharsets.UTF_8));
    return der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, text)));
  }

  /** RFC 5280 section 4.1.2.5 has this time for an end that is not known. */
  private static byte[] always() {
    return der(
        SEQUENCE,
        der(UTC_TIME, "200101000000Z".getBytes(StandardCharsets.US_ASCII)),
        der(GENERALIZED_TIME, "99991231235959Z".getBytes(StandardCharsets.US_ASCII)));
  }

  /** Returns a value with its tag and its length before it (X.690 section 8.1). */
  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    out.write(tag);
    if (length < SHORT) {
      out.write(length);
    } else {
      byte[] bytes = BigInteger.valueOf(length).toByteArray();
      int from = bytes[0] == 0 ? 1 : 0;
      out.write(SHORT | (bytes.length - from));
      out.write(bytes, from, bytes.length - from);
    }
    for (byte[] part : parts) {
      out.write(part, 0, part.length);
    }
    return out.toByteArray();
  }
}
