package io.calloutauth.keys;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.KeyAgreement;

/**
 * Finds the public key that belongs to a private one, which PKCS#8 leaves out for elliptic curves.
 * The arithmetic with the private key is the JDK's, and what was found is tried with a signature.
 */
final class PublicKeyDerivation {

  private static final byte[] SAMPLE = {1, 2, 3};

  private PublicKeyDerivation() {}

  /** Returns the public key; empty when there is none for which signatures of the key hold. */
  static Optional<PublicKey> of(KeyKind kind, PrivateKey key) throws GeneralSecurityException {
    for (PublicKey candidate : candidates(kind, key).toList()) {
      if (belong(kind, key, candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static Stream<PublicKey> candidates(KeyKind kind, PrivateKey key)
      throws GeneralSecurityException {
    if (key instanceof RSAPrivateCrtKey rsa) {
      RSAPublicKeySpec half = new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent());
      return Stream.of(kind.factory().generatePublic(half));
    }
    if (key instanceof ECPrivateKey ec) {
      return onCurve(ec);
    }
    return key instanceof EdECPrivateKey ed
        ? ed.getBytes().map(PublicKeyDerivation::ofSeed).stream()
        : Stream.empty();
  }

  /** A key agreement with the generator gives x; the curve has two points with it. */
  private static Stream<PublicKey> onCurve(ECPrivateKey key) throws GeneralSecurityException {
    ECParameterSpec curve = KeyKind.p256();
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(key);
    agreement.doPhase(point(curve, curve.getGenerator()), true);
    BigInteger x = new BigInteger(1, agreement.generateSecret());
    BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
    BigInteger square =
        x.pow(3).add(curve.getCurve().getA().multiply(x)).add(curve.getCurve().getB());
    BigInteger y = square.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
    return Stream.of(point(curve, new ECPoint(x, y)), point(curve, new ECPoint(x, p.subtract(y))));
  }

  private static PublicKey point(ECParameterSpec curve, ECPoint point)
      throws GeneralSecurityException {
    return KeyKind.EC.factory().generatePublic(new ECPublicKeySpec(point, curve));
  }

  /** The JDK makes a pair of the bytes that it draws: here they are the private key's. */
  private static PublicKey ofSeed(byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Drawn(seed));
      return generator.generateKeyPair().getPublic();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no Ed25519", e);
    }
  }

  /** Tells whether a signature of a private key holds for a public one. */
  static boolean belong(KeyKind kind, PrivateKey key, PublicKey half)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(kind.signature());
    signature.initSign(key);
    signature.update(SAMPLE);
    byte[] signed = signature.sign();
    signature.initVerify(half);
    signature.update(SAMPLE);
    return signature.verify(signed);
  }

  /** Draws what it was given. */
  private static final class Drawn extends SecureRandom {

    private static final long serialVersionUID = 1;

    private final transient byte[] bytes;

    Drawn(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] into) {
      System.arraycopy(bytes, 0, into, 0, Math.min(bytes.length, into.length));
    }
  }
}
