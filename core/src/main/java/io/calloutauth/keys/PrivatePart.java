package io.calloutauth.keys;

import io.calloutauth.oauth.Secret;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Base64;

/**
 * The text that a private key is sealed as: PKCS#8 (RFC 5208) in base64 with nothing but the key's
 * number, and of an RSA key its two primes and its public exponent alone. The rest follows from
 * them, and would be four times as much, or as much as was typed, in the memory of each node.
 */
final class PrivatePart {

  private static final String BETWEEN = ".";

  private PrivatePart() {}

  static Secret of(PrivateKey key) {
    return Secret.of(
        key instanceof RSAPrivateCrtKey rsa
            ? text(rsa.getPrimeP()) + BETWEEN + text(rsa.getPrimeQ()) + BETWEEN + exponent(rsa)
            : Base64.getEncoder().encodeToString(bare(key).getEncoded()));
  }

  /** A form that was typed may hold a public key and more beside the number. */
  private static PrivateKey bare(PrivateKey key) {
    try {
      if (key instanceof ECPrivateKey ec) {
        return KeyKind.EC
            .factory()
            .generatePrivate(new ECPrivateKeySpec(ec.getS(), ec.getParams()));
      }
      return key instanceof EdECPrivateKey ed && ed.getBytes().isPresent()
          ? KeyKind.ED25519
              .factory()
              .generatePrivate(new EdECPrivateKeySpec(ed.getParams(), ed.getBytes().get()))
          : key;
    } catch (GeneralSecurityException unfit) { // its message may quote the number
      throw new IllegalStateException("the key has no number of its curve");
    }
  }

  private static String exponent(RSAPrivateCrtKey key) {
    return text(key.getPublicExponent());
  }

  private static String text(BigInteger number) {
    return Base64.getEncoder().encodeToString(number.toByteArray());
  }

  /**
   * Reads a key of a kind.
   *
   * @throws IllegalArgumentException or another exception when the text is of no such key
   */
  static PrivateKey read(KeyKind kind, Secret part) throws GeneralSecurityException {
    String text = part.reveal();
    return kind == KeyKind.RSA ? rsa(text) : kind.read(Base64.getDecoder().decode(text));
  }

  /** Tells whether a text is one of an RSA key. */
  static boolean isRsa(Secret part) {
    return part.reveal().contains(BETWEEN);
  }

  private static PrivateKey rsa(String text) throws GeneralSecurityException {
    String[] numbers = text.split("\\.", -1);
    if (numbers.length != 3) {
      throw new IllegalArgumentException("no RSA key");
    }
    BigInteger p = number(numbers[0]);
    BigInteger q = number(numbers[1]);
    BigInteger e = number(numbers[2]);
    BigInteger lessP = p.subtract(BigInteger.ONE);
    BigInteger lessQ = q.subtract(BigInteger.ONE);
    return KeyKind.RSA
        .factory()
        .generatePrivate(
            new RSAPrivateCrtKeySpec(
                p.multiply(q),
                e,
                inverse(e, lessP.multiply(lessQ)),
                p,
                q,
                inverse(e, lessP),
                inverse(e, lessQ),
                q.modInverse(p)));
  }

  /** The exponent is small: to divide by it takes far less than to invert it. */
  private static BigInteger inverse(BigInteger exponent, BigInteger modulus) {
    BigInteger times = exponent.subtract(modulus.modInverse(exponent));
    return modulus.multiply(times).add(BigInteger.ONE).divide(exponent);
  }

  private static BigInteger number(String text) {
    return new BigInteger(Base64.getDecoder().decode(text));
  }
}
