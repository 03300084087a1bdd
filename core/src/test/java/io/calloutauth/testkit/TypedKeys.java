package io.calloutauth.testkit;

import io.calloutauth.oauth.SigningAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** Private keys as administrators paste them. */
public final class TypedKeys {

  private TypedKeys() {}

  /** Returns a new key that an algorithm signs with: PKCS#8 in PEM. */
  public static String pem(SigningAlgorithm algorithm) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pkcs8(algorithm))
        + "\n-----END PRIVATE KEY-----\n";
  }

  /** Returns the same as its bytes. */
  public static byte[] pkcs8(SigningAlgorithm algorithm) {
    try {
      String type = algorithm.keyType().equals("OKP") ? "Ed25519" : algorithm.keyType();
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      if (type.equals("EC")) {
        generator.initialize(256);
      } else if (type.equals("RSA")) {
        generator.initialize(2_048);
      }
      return generator.generateKeyPair().getPrivate().getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
