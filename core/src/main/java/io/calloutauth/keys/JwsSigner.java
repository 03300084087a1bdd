package io.calloutauth.keys;

import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SigningAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the input of a JWS (RFC 7515 section 5.1) with the JDK's own cryptography: by a private
 * key, or by a client secret with HMAC. It holds one or the other and is made anew for each
 * request; {@link #toString()} hides it.
 */
public final class JwsSigner {

  /** How many bytes a client secret must have for HS256 (RFC 7518 section 3.2). */
  public static final int HS256_BYTES = 32;

  private static final String HS256 = "HS256";
  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private interface Signing {
    byte[] sign(byte[] input) throws GeneralSecurityException;
  }

  private final String algorithm;
  private final transient Signing signing;

  private JwsSigner(String algorithm, Signing signing) {
    this.algorithm = algorithm;
    this.signing = signing;
  }

  /**
   * Returns a signer by a private key.
   *
   * @param privatePart what {@link SigningKey#privatePart()} returned
   * @throws IllegalArgumentException when it is no key for the algorithm
   */
  public static JwsSigner of(SigningAlgorithm algorithm, Secret privatePart) {
    PrivateKey key = key(algorithm, privatePart);
    return new JwsSigner(
        algorithm.value(),
        input -> {
          Signature signature = signature(algorithm);
          signature.initSign(key);
          signature.update(input);
          return signature.sign();
        });
  }

  /**
   * Returns the SHA-256 thumbprint of the {@linkplain PublishedKey#certificate() certificate} of an
   * RSA key, in base64url; takes as long as a signature.
   *
   * @param privatePart what {@link SigningKey#privatePart()} returned
   * @throws IllegalArgumentException when it is no RSA key
   */
  public static String certificateThumbprint(Secret privatePart) {
    return KeyCertificate.of((RSAPrivateCrtKey) key(SigningAlgorithm.RS256, privatePart))
        .thumbprint();
  }

  private static PrivateKey key(SigningAlgorithm algorithm, Secret privatePart) {
    try {
      return PrivatePart.read(KeyKind.of(algorithm), privatePart);
    } catch (GeneralSecurityException | IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException("the key is none for " + algorithm.value());
    }
  }

  private static Signature signature(SigningAlgorithm algorithm) throws GeneralSecurityException {
    if (algorithm != SigningAlgorithm.PS256) {
      return Signature.getInstance(KeyKind.of(algorithm).signature());
    }
    Signature pss = Signature.getInstance("RSASSA-PSS");
    pss.setParameter(PSS);
    return pss;
  }

  /**
   * Returns a signer by a client secret with HS256.
   *
   * @throws IllegalArgumentException when it has less than 32 bytes
   */
  public static JwsSigner hs256(Secret clientSecret) {
    byte[] key = clientSecret.reveal().getBytes(StandardCharsets.UTF_8);
    if (key.length < HS256_BYTES) {
      throw new IllegalArgumentException("the client secret is too short for HS256");
    }
    return new JwsSigner(
        HS256,
        input -> {
          Mac mac = Mac.getInstance("HmacSHA256");
          mac.init(new SecretKeySpec(key, "HmacSHA256"));
          return mac.doFinal(input);
        });
  }

  /** Returns the registered name of the algorithm: the {@code alg} of the header. */
  public String algorithm() {
    return algorithm;
  }

  /** Returns the signature of an input, in the form that a JWS has it. */
  public byte[] sign(byte[] input) {
    try {
      return signing.sign(input);
    } catch (InvalidKeyException unfit) {
      throw new IllegalStateException("the key cannot sign with " + algorithm);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK does not sign with " + algorithm);
    }
  }

  @Override
  public String toString() {
    return "JwsSigner[" + algorithm + "]";
  }
}
