package io.calloutauth.keys;

import io.calloutauth.oauth.SigningAlgorithm;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/** A kind of key, by the name that the JDK's cryptography knows it by. */
enum KeyKind {
  RSA("RSA", "SHA256withRSA"),
  EC("EC", "SHA256withECDSAinP1363Format"),
  ED25519("Ed25519", "Ed25519");

  private static final String CURVE = "secp256r1";
  private static final int RSA_LEAST = 2_048;
  private static final int RSA_MOST = 4_096;
  private static final int RSA_EXPONENT_MOST = 64;

  private final String factory;
  private final String signature;

  KeyKind(String factory, String signature) {
    this.factory = factory;
    this.signature = signature;
  }

  /** Returns the kind of key that an algorithm signs with. */
  static KeyKind of(SigningAlgorithm algorithm) {
    return switch (algorithm) {
      case RS256, PS256 -> RSA;
      case ES256 -> EC;
      case EDDSA -> ED25519;
    };
  }

  /** Returns the name of the signature that shows whether two halves belong together. */
  String signature() {
    return signature;
  }

  KeyFactory factory() throws GeneralSecurityException {
    return KeyFactory.getInstance(factory);
  }

  /** Returns the private key that a PKCS#8 form (RFC 5208) is of. */
  PrivateKey read(byte[] pkcs8) throws GeneralSecurityException {
    return factory().generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /** Returns a new pair: RSA with 2,048 bits, EC on P-256. RSA takes up to half a second. */
  KeyPair generate() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(factory);
    if (this == RSA) {
      generator.initialize(RSA_LEAST);
    } else if (this == EC) {
      generator.initialize(new ECGenParameterSpec(CURVE));
    }
    return generator.generateKeyPair();
  }

  /** Returns what makes a key unfit to sign; null when nothing does. */
  static @Nullable KeyProblem problem(PrivateKey key) throws GeneralSecurityException {
    if (key instanceof RSAPrivateKey rsa) {
      return rsaProblem(rsa);
    }
    if (key instanceof ECPrivateKey ec) {
      return isP256(ec.getParams()) ? rangeProblem(ec.getS()) : KeyProblem.WRONG_CURVE;
    }
    return null;
  }

  /** Returns what makes an RSA key unfit to sign; null when nothing does. */
  static @Nullable KeyProblem rsaProblem(RSAPrivateKey key) {
    int bits = key.getModulus().bitLength();
    return bits < RSA_LEAST || bits > RSA_MOST ? KeyProblem.RSA_SIZE : numberProblem(key);
  }

  /**
   * What a signature computes with is not longer than the modulus says: it takes minutes with
   * numbers of 10,000 bits.
   */
  private static @Nullable KeyProblem numberProblem(RSAPrivateKey key) {
    if (!(key instanceof RSAPrivateCrtKey rsa)) {
      return KeyProblem.RSA_PRIMES;
    }
    BigInteger p = rsa.getPrimeP();
    BigInteger q = rsa.getPrimeQ();
    boolean fit =
        p.multiply(q).equals(rsa.getModulus())
            && isBelow(rsa.getPrivateExponent(), rsa.getModulus())
            && isBelow(rsa.getPrimeExponentP(), p)
            && isBelow(rsa.getPrimeExponentQ(), q)
            && isBelow(rsa.getCrtCoefficient(), p)
            && rsa.getPublicExponent().bitLength() <= RSA_EXPONENT_MOST;
    return fit ? null : KeyProblem.MISMATCH;
  }

  private static boolean isBelow(BigInteger number, BigInteger limit) {
    return number.signum() > 0 && number.compareTo(limit) < 0;
  }

  /** Tells whether a key is an RSA key that is too short. */
  static boolean isShortRsa(PublicKey key) {
    return key instanceof RSAKey rsa && rsa.getModulus().bitLength() < RSA_LEAST;
  }

  /** Tells whether the number of a key is one of its curve's. */
  static boolean isInRange(ECPrivateKey key) {
    return isBelow(key.getS(), key.getParams().getOrder());
  }

  private static @Nullable KeyProblem rangeProblem(BigInteger scalar)
      throws GeneralSecurityException {
    return isBelow(scalar, p256().getOrder()) ? null : KeyProblem.MISMATCH;
  }

  private static boolean isP256(ECParameterSpec other) throws GeneralSecurityException {
    ECParameterSpec own = p256();
    return own.getCurve().equals(other.getCurve())
        && own.getGenerator().equals(other.getGenerator())
        && own.getOrder().equals(other.getOrder());
  }

  static ECParameterSpec p256() throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(CURVE));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }
}
